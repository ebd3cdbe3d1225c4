import { z } from "zod";
import { defineKind } from "../runtime/kind.js";

const guardedObject = z.strictObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  namespace: z.string().min(1).optional(),
  name: z.string().min(1),
});

const neededAccess = z.strictObject({
  /** API group; the core group is the empty string. */
  group: z.string(),
  /** Plural name, with `/status` for a subresource. */
  resource: z.string().min(1),
  verbs: z.array(z.string().min(1)).min(1),
});

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** What the stack is about to declare on it. */
  objects: z.array(guardedObject),
  /** What the credential must be allowed to do. */
  access: z.array(neededAccess).default([]),
  /** Take over objects that exist without this stack's mark. */
  adopt: z.boolean().default(false),
});

/** Inputs of {@link objectGuard}. */
export type ObjectGuardInputs = z.infer<typeof inputs>;
/** Outputs of {@link objectGuard}. */
export interface ObjectGuardOutputs {
  /** How many objects have been looked for. */
  readonly guarded: number;
  readonly [key: string]: unknown;
}
/** One object that a guard looks for. */
export type GuardedObject = z.infer<typeof guardedObject>;
/** Verbs that a guard asks for on one resource. */
export type NeededAccess = z.infer<typeof neededAccess>;

/**
 * Looks before anything is written: refuses objects that exist without this stack's owner mark, and verbs that the
 * credential lacks, at preview as well as during `up`. Declared objects depend on it; only because of it may their
 * provider take over what an interrupted run has left behind (docs/decisions/0004). It owns nothing itself.
 */
export const objectGuard = defineKind<ObjectGuardInputs, ObjectGuardOutputs>({
  name: "kubernetes.ObjectGuard",
  module: "kubernetes",
  type: "ObjectGuard",
  inputs,
  outputs: ["guarded"],
  summarised: ["objects"],
  hideDiffs: ["objects", "access"],
  handlers: async () => (await import("./object-guard.handlers.js")).objectGuardHandlers,
});
