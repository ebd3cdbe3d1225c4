import { z } from "zod";
import { parseRepositoryName } from "../../model/imagehub/image-name.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const syncedImage = z.strictObject({
  /** `metadata.name` of the Image. */
  object: z.string().min(1),
  /** What of the image shows in the repository's status and labels. */
  size: z.int().min(0).optional(),
  creatTime: z.string().optional(),
  keywords: z.array(z.string()).optional(),
});

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** `organization/repository`. */
  name: z.string().min(1),
  /** The stack's own images in the repository; a change of these is what causes a new aggregation. */
  images: z.array(syncedImage),
  /** Leave it alone. A read answers `false` when status or labels disagree with the images; an update repairs it. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link repositorySync}. */
export type RepositorySyncInputs = z.infer<typeof inputs>;
/** One image as a repository's status shows it. */
export type SyncedImage = z.infer<typeof syncedImage>;

/** Outputs of {@link repositorySync}. */
export type RepositorySyncOutputs = {
  /** Tags in the repository's status, newest first, those of other tools' images included. */
  tags: string[];
  /** Empty when there is no tag. */
  latestTag: string;
  /** Keywords that are labels of the repository. */
  keywords: string[];
};

/**
 * Keeps a Repository and its Organization in step with the Images, as the imagehub controller would (imagehub.md
 * 6.7): owner references, keyword labels, `/status` of both. For clusters without that controller.
 */
export const repositorySync = defineKind<RepositorySyncInputs, RepositorySyncOutputs>({
  name: "imagehub.RepositorySync",
  module: "imagehub",
  type: "RepositorySync",
  inputs,
  outputs: ["tags", "latestTag", "keywords"],
  replaceOn: ["cluster", "name"],
  naturalKey: ({ cluster, name }) => `${cluster}/${name}`,
  normalise: (given) => ({
    ...given,
    images: given.images
      .map(withoutEmptyKeywords)
      .sort((left, right) => (left.object < right.object ? -1 : left.object > right.object ? 1 : 0)),
  }),
  problems: ({ name }) => {
    const parsed = parseRepositoryName(name);
    return parsed.ok ? [] : parsed.problems.map((problem) => ({ ...problem, path: "name" }));
  },
  handlers: async () => (await import("./repository-sync.handlers.js")).repositorySyncHandlers,
});

/** No keywords and an empty list are the same to the aggregation. */
function withoutEmptyKeywords({ keywords, ...image }: SyncedImage): SyncedImage {
  return keywords === undefined || keywords.length === 0 ? image : { ...image, keywords };
}
