import { z } from "zod";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Kinds whose definitions this stack keeps and will remove. */
  kinds: z
    .array(z.strictObject({ group: z.string().min(1), version: z.string().min(1), kind: z.string().min(1) }))
    .min(1),
});

/** Inputs of {@link definitionGuard}. */
export type DefinitionGuardInputs = z.infer<typeof inputs>;
/** Outputs of {@link definitionGuard}: none besides the inputs, which its deletion works from. */
export type DefinitionGuardOutputs = Record<string, never>;

/**
 * Stands between objects and their custom resource definitions when a stack is destroyed: removing a definition
 * removes everybody's objects, so the guard is deleted after this stack's objects and before the definitions, and
 * refuses while others have objects of these kinds. It owns nothing itself.
 */
export const definitionGuard = defineKind<DefinitionGuardInputs, DefinitionGuardOutputs>({
  name: "kubernetes.DefinitionGuard",
  module: "kubernetes",
  type: "DefinitionGuard",
  inputs,
  outputs: [],
  handlers: async () => (await import("./definition-guard.handlers.js")).definitionGuardHandlers,
});
