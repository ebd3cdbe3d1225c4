import { z } from "zod";
import { SOURCE_TYPES } from "../../model/workspace/codes.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { inputProblems } from "./sync/input-problems.js";
import { ownerPart } from "./sync/marks.js";

const texts = z.record(z.string(), z.string());

const ignoreRule = z.strictObject({
  /** Glob; default the core group. */
  group: z.string().exactOptional(),
  /** Glob. */
  kind: z.string().min(1),
  name: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  /** RFC 6901 pointers. */
  jsonPointers: z.array(z.string()).exactOptional(),
  managedFieldsManagers: z.array(z.string()).exactOptional(),
});

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Name of the workspace: part of the field manager's name and of the record's. */
  name: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "must consist of lower-case letters, digits, - and .")
    .max(100),
  /** Namespace of namespaced objects that name none. Default none. */
  namespace: z.string().default(""),
  /** Make the namespace when it is missing. It is never removed. Default `false`. */
  createNamespace: z.boolean().default(false),
  /** Labels and annotations of the namespace that `createNamespace` makes. */
  namespaceMetadata: z
    .strictObject({ labels: texts.exactOptional(), annotations: texts.exactOptional() })
    .optional(),
  /** Canonical JSON of every object, hooks included, by `<group>/<kind>/<namespace>/<name>`. */
  objects: texts.default({}),
  /** The same for objects of kind Secret. */
  secrets: texts.default({}),
  /** Revision that the objects were rendered from. */
  revision: z.string().default(""),
  /** JSON of the source, for the history. */
  source: z.string().default("{}"),
  sourceType: z.enum(SOURCE_TYPES).default("Directory"),
  /** `Name=value`, as `PruneLast=true`. */
  syncOptions: z.array(z.string()).default([]),
  /** Remove objects that are not declared any more. Default `false`: they stay and are told. */
  prune: z.boolean().default(false),
  /** Keys of objects whose removal is approved although they ask for a confirmation. */
  approvePrune: z.array(z.string()).default([]),
  /** Permits a workspace without any object. Default `false`. */
  allowEmpty: z.boolean().default(false),
  /** Take over objects that exist and were not made by this workspace. Default `false`. */
  adopt: z.boolean().default(false),
  /** Take fields from other field managers. Default `false`: a conflict stops the preview. */
  force: z.boolean().default(false),
  /** Differences that do not count. */
  ignoreDifferences: z.array(ignoreRule).default([]),
  /** Wait until the objects of the last wave are healthy, too. Default `true`. */
  waitForHealth: z.boolean().default(true),
  /** Go duration that one wave may take to become healthy. Default `10m`. */
  healthTimeout: z.string().default("10m"),
  /** How many past syncs the history keeps. Default 10. */
  revisionHistoryLimit: z.int().min(0).default(10),
  /** `offline` plans without asking the cluster. Default `server`. */
  preview: z.enum(["server", "offline"]).default("server"),
  /** Refuses every other revision. Default none. */
  revisionLock: z.string().optional(),
  /** Leave it alone. A read answers `false` when objects differ from what was applied, which the next update repairs. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link workspaceSync}. */
export type SyncInputs = z.infer<typeof inputs>;

/** Outputs of {@link workspaceSync}. */
export type SyncOutputs = {
  /** What was applied, without Secrets: a packed {@link AppliedObjects}. */
  applied: string;
  /** Every object that may exist because of this workspace: a packed {@link Inventory}. */
  inventory: string;
  /** Status, health and wave of every object: a packed list of `v1alphaResourceStatus`. */
  resources: string;
  /** HMACs of the Secrets' values by key and field. */
  secretDigests: Record<string, Record<string, string>>;
  /** Digest of objects, hooks and options of the last sync that succeeded; hooks run when it changes. */
  synced: string;
  /** `v1alphaWorkSpaceStatus`, but for `resources`, which are packed beside it. */
  status: Record<string, unknown>;
};

/**
 * All objects of one workspace (workspace.md 2): applied by phases and waves with hooks, pruned, watched for health,
 * and removed in the reverse order. One resource carries thousands of objects.
 */
export const workspaceSync = defineKind<SyncInputs, SyncOutputs>({
  name: "workspace.Sync",
  module: "workspace",
  type: "Sync",
  inputs,
  outputs: ["applied", "inventory", "resources", "secretDigests", "synced", "status"],
  secretInputs: ["secrets"],
  secretOutputs: ["secretDigests"],
  summarised: ["objects"],
  replaceOn: ["cluster", "namespace", "name"],
  localOnly: ["allowEmpty", "healthTimeout", "preview", "revisionHistoryLimit", "revisionLock"],
  hideDiffs: ["objects", "secrets", "applied", "inventory"],
  plansInOperations: true,
  naturalKey: ({ cluster, namespace, name }) => `${cluster}/${ownerPart({ namespace, name })}`,
  timeouts: { create: 60 * 60_000, update: 60 * 60_000, delete: 60 * 60_000, read: 10 * 60_000 },
  problems: inputProblems,
  handlers: async () => (await import("./sync.handlers.js")).syncHandlers,
});
