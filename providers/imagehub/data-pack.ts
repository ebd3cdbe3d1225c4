import { z } from "zod";
import { dataPackName, uniqueSorted } from "../../model/imagehub/datapack-name.js";
import { parseImageName } from "../../model/imagehub/image-name.js";
import { dataPackSpec } from "../../model/imagehub/schemas.js";
import type { Problem } from "../../model/shared/problem.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  ...dataPackSpec.shape,
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Who collects the data: `direct` is this resource itself, `controller` the imagehub controller. */
  mode: z.enum(["direct", "controller"]),
  /** Leave it alone. A read answers `false` when the data were changed by hand, which the next update repairs. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link dataPack}. */
export type DataPackInputs = z.infer<typeof inputs>;

/** Outputs of {@link dataPack}. */
export type DataPackOutputs = {
  /** `status.codes`: 0 not run, 1 data present, 2 pending, 3 error. */
  codes: number;
  /** By image name, the image's data as canonical JSON text. */
  datas: Record<string, string>;
  /** Names of which there is no image; their entry is an empty object. */
  missing: string[];
  /** SHA-256 of the canonical data. */
  sourceHash: string;
  /** RFC 3339 time of the object's creation. */
  createdAt: string;
  /** RFC 3339 time after which the data are to be collected anew. */
  expiresAt: string;
  /** Whether the object was there, made by another user of the same specification, when this resource came. */
  reused: boolean;
  /** Whether this resource is entered as a holder; not without the right to patch data packs. */
  held: boolean;
};

/**
 * A collection of images' data (imagehub.md 2.5, 6.6). Its name is the hash of its content, so that everybody who
 * asks for the same shares one object; an annotation counts who holds it, and the last to leave deletes it. Other
 * content is another object, so a replacement is made before the old one is released; and where both are one object,
 * the newer claim stays, since a release ends only the claim that its own state recorded.
 */
export const dataPack = defineKind<DataPackInputs, DataPackOutputs>({
  name: "imagehub.DataPack",
  module: "imagehub",
  type: "DataPack",
  inputs,
  outputs: ["codes", "datas", "missing", "sourceHash", "createdAt", "expiresAt", "reused", "held"],
  replaceOn: ["cluster", "name", "type", "names", "expireTime", "nameStrategy"],
  localOnly: ["allowEmpty"],
  hideDiffs: ["datas"],
  normalise,
  problems,
  handlers: async () => (await import("./data-pack.handlers.js")).dataPackHandlers,
});

/**
 * Fills in the name, so that a preview can tell it. The web page's names depend on the order of the images, ours do
 * not.
 */
function normalise(given: DataPackInputs): DataPackInputs {
  const names = given.nameStrategy === "sealos-md5" ? given.names : uniqueSorted(given.names);
  return { ...given, names, name: given.name ?? dataPackName(given, given.nameStrategy) };
}

function problems({ names, allowEmpty }: DataPackInputs): readonly Problem[] {
  const empty: Problem[] =
    names.length === 0 && !allowEmpty
      ? [{ path: "names", reason: "is empty; name images, or set allowEmpty: true if nothing is meant" }]
      : [];
  return [
    ...empty,
    ...names.flatMap((name, index) => {
      const parsed = parseImageName(name, { tagEncoding: "escape" });
      return parsed.ok ? [] : parsed.problems.map((problem) => ({ ...problem, path: `names[${index}]` }));
    }),
  ];
}
