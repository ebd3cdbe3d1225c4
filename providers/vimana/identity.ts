import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of the Vimana. */
  namespace: z.string().min(1),
  /** Object name of the Vimana. */
  name: z.string().min(1),
  mode: z.enum(["direct", "operator"]),
  /** What canonical hosts end with. */
  canonicalSuffix: z.string().min(1),
  /** Permits a change of `mode`. Default false. */
  allowModeMigration: z.boolean().default(false),
  /** Operator mode: permits other Vimanas on the cluster, which share the proxy's settings. Default false. */
  allowSharedEnvoyProxy: z.boolean().default(false),
  timeouts: commonInputs.timeouts,
});

/** Inputs of {@link identity}. */
export type IdentityInputs = z.infer<typeof inputs>;
/** {@link identity} has no outputs of its own. */
export type IdentityOutputs = Record<string, never>;

/**
 * What a Vimana must not change by accident, compared with what was deployed before: its mode, and the suffix of its
 * canonical hosts. In operator mode it also refuses a cluster or namespace that another Vimana has (VIM-2). It owns
 * nothing; everything else of the Vimana depends on it, so that a refusal comes before anything is touched.
 */
export const identity = defineKind<IdentityInputs, IdentityOutputs>({
  name: "vimana.Identity",
  module: "vimana",
  type: "Identity",
  inputs,
  outputs: [],
  localOnly: ["allowModeMigration"],
  handlers: async () => (await import("./identity.handlers.js")).identityHandlers,
});
