import { z } from "zod";
import { parseRepositoryName } from "../../model/imagehub/image-name.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { canonicalFacts, canonicalNames, factsFault, namesFault } from "./hub-sync/texts.js";

/** A text that a rule accepts; the rule's answer becomes the message. */
function ruled(fault: (text: string) => string | undefined): z.ZodString {
  return z.string().superRefine((text, context) => {
    const message = fault(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Organizations whose lists of repositories are kept, by name, with the creator of each; empty without one. */
  organizations: z.record(z.string().min(1), z.string()).default({}),
  /** By `organization/repository`, the object names of the stack's images in it: a JSON list. */
  repositories: z.record(z.string(), ruled(namesFault)),
  /** By object name, what of the image shows in its repository: JSON of {@link ImageFacts}. */
  images: z.record(z.string().min(1), ruled(factsFault)),
  /**
   * Leave it alone. A read answers the repositories and organizations whose status, labels or owners disagree with
   * the images; an update repairs them.
   */
  outOfStep: z.array(z.string()).default([]),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link hubSync}. */
export type HubSyncInputs = z.infer<typeof inputs>;

/**
 * What the stack has dropped but not yet deleted, since the engine deletes last: no aggregation counts it any more.
 */
export type Leaving = {
  /** Object names. */
  images: string[];
  /** `organization/repository` each. */
  repositories: string[];
};

/** Outputs of {@link hubSync}. */
export type HubSyncOutputs = {
  /** By repository, JSON of what was aggregated: {@link Aggregate}. Images of other tools are included. */
  aggregates: Record<string, string>;
  /** What an update that stopped half-way has left for the next one; else empty. */
  leaving: Leaving;
};

/**
 * Keeps all Repositories and Organizations of a hub in step with the Images, as the imagehub controller would
 * (imagehub.md 6.7): owner references, keyword labels, `/status` of both. For clusters without that controller.
 */
export const hubSync = defineKind<HubSyncInputs, HubSyncOutputs>({
  name: "imagehub.HubSync",
  module: "imagehub",
  type: "HubSync",
  inputs,
  outputs: ["aggregates", "leaving"],
  replaceOn: ["cluster"],
  hideDiffs: ["repositories", "images", "aggregates"],
  normalise: (given) => ({
    ...given,
    repositories: mapped(given.repositories, canonicalNames),
    images: mapped(given.images, canonicalFacts),
    outOfStep: [...given.outOfStep].sort(),
  }),
  problems: ({ repositories }) =>
    Object.keys(repositories).flatMap((name) => {
      const parsed = parseRepositoryName(name);
      if (parsed.ok) return [];
      return parsed.problems.map((problem) => ({ ...problem, path: `repositories["${name}"]` }));
    }),
  handlers: async () => (await import("./hub-sync.handlers.js")).hubSyncHandlers,
});

function mapped(
  texts: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));
}
