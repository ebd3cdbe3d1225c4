import { z } from "zod";
import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import { isDnsLabel } from "../../model/shared/names.js";

const members = z.record(z.string(), z.unknown()).default({});

/** `groundplan:artifacts`, of which each member of a group is checked by itself. */
export const artifactsSchema = z.strictObject({
  /** Who the stack acts as. Default `<project>/<stack>`. */
  team: z.string().min(1).exactOptional(),
  /** Whether it acts as an administrator, who may use and change what others own. Default false. */
  admin: z.boolean().default(false),
  pools: members,
  leases: members,
  accounts: members,
  secrets: members,
  resources: members,
});
/** A section that fits {@link artifactsSchema}. */
export type ArtifactsSection = z.infer<typeof artifactsSchema>;

const texts = z.record(z.string(), z.string());

/** `groundplan:artifactsSecrets`. */
export const artifactsSecrets = z.strictObject({
  /** By account, entry and key. */
  accounts: z.record(z.string(), z.record(z.string(), texts)).exactOptional(),
  /** By secret and key. */
  secrets: z.record(z.string(), texts).exactOptional(),
});

const dnsLabel = z
  .string()
  .refine(isDnsLabel, "must be a DNS label: at most 63 lower-case letters, digits and dashes");

const place = {
  /** Name of the cluster, from `groundplan:clusters`. */
  cluster: z.string().min(1),
  /** What works together lies in one. Default `train`. */
  namespace: dnsLabel.default(DEFAULT_NAMESPACE),
  /** Whether the stack declares the namespace; one `false` counts for all that lies in it. Default true. */
  createNamespace: z.boolean().default(true),
};

const teams = z.array(z.string().min(1)).default([]);
const access = {
  /** Team that owns it. Default the stack's. */
  owner: z.string().min(1).exactOptional(),
  /** Teams, by name or glob, that may use it. Default the owner only. */
  whitelist: teams,
};

const subject = z.strictObject({
  kind: z.enum(["ServiceAccount", "User", "Group"]),
  name: z.string().min(1),
  /** Of a service account. Default the pool's. */
  namespace: dnsLabel.exactOptional(),
});

const seconds = z.number().positive().exactOptional();
const onUnreachable = z.enum(["fail", "abandon"]).default("fail");

const pool = {
  ...place,
  ...access,
  /** Teams that may borrow; one with subjects gets access on the cluster. Default the owner only. */
  whitelist: z
    .array(
      z.union([
        z.string().min(1),
        z.strictObject({ team: z.string().min(1), subjects: z.array(subject).min(1) }),
      ]),
    )
    .default([]),
  /** The request itself, or */
  request: z.record(z.string(), z.unknown()).exactOptional(),
  /** a JSON or YAML file that holds it, relative to the stack file. */
  file: z.string().min(1).exactOptional(),
  /** Results that are no secret: shown in outputs. Default none. */
  publicResults: teams,
  /** Labels of the pool's runs. Default none. */
  labels: texts.default({}),
  /** Take over a pool that another stack made. Default false. */
  adopt: z.boolean().default(false),
  onUnreachable,
  /** Seconds each operation may take. Default as long as its runs may. */
  timeouts: z.strictObject({ create: seconds, update: seconds, delete: seconds }).exactOptional(),
};

/** A pool with its settings, which are checked together with its request. */
export const poolSchema = z.looseObject(pool);
/** Takes what is no setting out of a pool. */
export const poolFields = z.object(pool);
/** A pool that fits {@link poolSchema}. */
export type PoolMember = z.infer<typeof poolSchema>;
/** A pool without its settings. */
export type PoolFields = z.infer<typeof poolFields>;

/** An instance to borrow: of a pool or resource of the stack, or of an artifact that another stack has. */
export const leaseSchema = z.strictObject({
  /** Id of a pool or resource of this stack, or */
  pool: z.string().min(1).exactOptional(),
  /** the name of an artifact, */
  artifact: z.string().min(1).exactOptional(),
  /** the cluster that it is on, from `groundplan:clusters`, */
  cluster: z.string().min(1).exactOptional(),
  /** its namespace (default `train`) */
  namespace: dnsLabel.exactOptional(),
  /** and the results that the instance must have. Default those of the pool. */
  results: teams.unwrap().exactOptional(),
  /** Results that are no secret: shown in outputs. Default those of the pool. */
  publicResults: teams.unwrap().exactOptional(),
  /** Longest wait for an instance, in seconds. Default 600. */
  waitSeconds: z.number().min(0).exactOptional(),
  /** An instance of the newest spec, the youngest first, or the oldest one. Default `fresh`. */
  prefer: z.enum(["fresh", "oldest"]).exactOptional(),
  /** Bring the pool back to its target after the instance was taken. Default true. */
  replenish: z.boolean().exactOptional(),
  /** Clean the instance when it is given back, and not with the pool's next update. Default true. */
  cleanOnReturn: z.boolean().exactOptional(),
  onUnreachable,
  /** Seconds each operation may take. Default the wait, and as long as runs may take. */
  timeouts: z.strictObject({ create: seconds, delete: seconds }).exactOptional(),
});
/** A lease that fits {@link leaseSchema}. */
export type LeaseMember = z.infer<typeof leaseSchema>;

/** Credentials of which an instance has one for itself; their contents are among the secrets. */
export const accountSchema = z.strictObject({ ...place, ...access, entries: z.array(dnsLabel).min(1) });
/** An account that fits {@link accountSchema}. */
export type AccountMember = z.infer<typeof accountSchema>;

/** What all instances share; its contents are among the secrets. */
export const secretSchema = z.strictObject({ ...place, ...access });
/** A shared secret that fits {@link secretSchema}. */
export type SecretMember = z.infer<typeof secretSchema>;

/** Objects that stand for something to borrow. */
export const resourceSchema = z.strictObject({
  ...place,
  ...access,
  /** Values for `$(params.<name>)` in the manifests; borrowers get them as results. Default none. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** Objects, or */
  manifests: z.array(z.record(z.string(), z.unknown())).exactOptional(),
  /** a YAML file that holds them, relative to the stack file. Default none. */
  file: z.string().min(1).exactOptional(),
  /** More results for borrowers: texts with `$(params.<name>)` in them. Default none. */
  results: texts.default({}),
  /** How many may borrow it at the same time. Default 1. */
  borrowers: z.int().min(0).max(9_999).default(1),
  /** Results that are no secret: shown in outputs. Default none. */
  publicResults: teams,
  /** Take over objects, and a pool, that another stack made. Default false. */
  adopt: z.boolean().default(false),
  onUnreachable,
});
/** A managed resource that fits {@link resourceSchema}. */
export type ResourceMember = z.infer<typeof resourceSchema>;
