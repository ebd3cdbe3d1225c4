import { z } from "zod";
import { parseGoDuration } from "../../model/shared/duration.js";
import { isDnsLabel } from "../../model/shared/names.js";
import { sourceSchema } from "../../model/workspace/render/source.js";

/** What a workspace may be called: part of the names of its record and its field manager. */
export const workspaceId = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    "ids of workspaces are lower-case letters, digits, dashes and dots, and begin and end with a letter or digit",
  )
  .max(100, "ids of workspaces have at most 100 characters");

const texts = z.record(z.string(), z.string());

/** Where the objects come from: a repository, by its name or its address (`repoURL`), and how it is rendered. */
const source = {
  /** Name of the repository, from `groundplan:repositories`. */
  repository: z.string().min(1).exactOptional(),
  ...sourceSchema.shape,
};

/** Takes the fields of a source out of a workspace that has them beside its own. */
export const sourceFields = z.object(source);

const destination = z.strictObject({
  /** Name of the cluster, from `groundplan:clusters`. */
  cluster: z.string().min(1).exactOptional(),
  /** The document's word for `cluster`. */
  name: z.string().min(1).exactOptional(),
  /** Namespace of namespaced objects that name none. Default none. */
  namespace: z
    .string()
    .refine(isDnsLabel, "must be a DNS label: at most 63 lower-case letters, digits and dashes")
    .exactOptional(),
});

const ignoreDifference = z.strictObject({
  /** Glob. Default the core group. */
  group: z.string().exactOptional(),
  /** Glob. */
  kind: z.string().min(1),
  name: z.string().min(1).exactOptional(),
  namespace: z.string().min(1).exactOptional(),
  /** RFC 6901 pointers to fields. */
  jsonPointers: z
    .array(z.string().regex(/^(\/([^~/]|~[01])*)+$/, "must be a JSON pointer: /spec/replicas"))
    .exactOptional(),
  /** Field managers whose fields do not count. */
  managedFieldsManagers: z.array(z.string().min(1)).exactOptional(),
});

const objectKey = z
  .string()
  .regex(/^[^/]*\/[^/]+\/[^/]*\/[^/]+$/, "must be the key of an object: <group>/<kind>/<namespace>/<name>");

const duration = z.string().superRefine((text, context) => {
  const parsed = parseGoDuration(text);
  const message = parsed.ok ? (parsed.seconds > 0 ? undefined : "must be longer than 0") : parsed.reason;
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

const namespaceMetadata = z.strictObject({
  labels: texts.exactOptional(),
  annotations: texts.exactOptional(),
});

/** What is decided for a workspace, wherever its objects come from. */
const own = {
  /** Differences that do not count. */
  ignoreDifferences: z.array(ignoreDifference).default([]),
  /** What is shown of the workspace in the stack's outputs. */
  info: z.array(z.strictObject({ name: z.string().min(1), value: z.string() })).default([]),
  /** Remove objects that are not declared any more. Default false: they stay, and the preview says so. */
  prune: z.boolean().default(false),
  /** Keys of objects whose removal is approved although they ask for a confirmation. */
  approvePrune: z.array(objectKey).default([]),
  /** Permits a rendering without any object. Default false. */
  allowEmpty: z.boolean().default(false),
  /** Take over objects that exist and were not made by this workspace. Default false: they are an error. */
  adopt: z.boolean().default(false),
  /** Take fields from other field managers. Default false: a conflict stops the preview. */
  force: z.boolean().default(false),
  /** Whether `up` waits until the objects of the last wave are healthy, too. Default true. */
  waitForHealth: z.boolean().default(true),
  /** Go duration that one wave may take to become healthy. Default `10m`. */
  healthTimeout: duration.default("10m"),
  /** How many past syncs the history keeps. Default 10. */
  revisionHistoryLimit: z.int().min(0).default(10),
  /** `offline` previews without asking the cluster, and says what was not compared. Default `server`. */
  preview: z.enum(["server", "offline"]).default("server"),
  /** The only commit that may be applied: what a preview showed. Default: whatever the revision means. */
  revisionLock: z
    .string()
    .regex(/^[0-9a-f]{40}$/, "must be a whole commit id: 40 hex digits")
    .exactOptional(),
};

/** Takes the fields that are decided for a workspace out of a declared one. */
export const ownFields = z.object(own);

/** `groundplan:workspaces.<id>`. */
export const workspaceSchema = z.strictObject({
  ...source,
  ...own,
  /** The same fields, as the document nests them. */
  source: z.strictObject(source).exactOptional(),
  destination,
  /** `Name=value`, as `PruneLast=true`. */
  syncOptions: z.array(z.string()).exactOptional(),
  /** Labels and annotations of the namespace that `CreateNamespace=true` makes. */
  namespaceMetadata: namespaceMetadata.exactOptional(),
  /** The same two, as the document nests them. */
  syncPolicy: z
    .strictObject({
      syncOptions: z.array(z.string()).exactOptional(),
      managedNamespaceMetadata: namespaceMetadata.exactOptional(),
    })
    .exactOptional(),
  /** Workspaces that come before, by id; with `health: true` only while they are healthy. */
  dependsOn: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({ workspace: z.string().min(1), health: z.boolean().default(false) }),
      ]),
    )
    .default([]),
});

/** A workspace that fits the schema. */
export type DeclaredWorkspace = z.infer<typeof workspaceSchema>;
/** Its fields that are decided for it, wherever its objects come from. */
export type OwnFields = z.infer<typeof ownFields>;
/** What a namespace gets that a sync makes. */
export type NamespaceMetadata = z.infer<typeof namespaceMetadata>;
