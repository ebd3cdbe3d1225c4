/** Names, labels and annotations of every object that an artifact brings into its namespace. */

/** Where artifacts live unless told otherwise. */
export const DEFAULT_NAMESPACE = "train";
/** Longest name of an artifact, in characters: a run's name holds it, the instance and the attempt in 63. */
export const MAX_ARTIFACT_NAME = 40;
/** Highest `total`; a slot's number has four digits at most. */
export const MAX_TOTAL = 9_999;

/** The two kinds of work on an instance. */
export type ArtifactPhase = "build" | "clean";

export const ARTIFACT_LABELS = {
  artifact: "groundplan.dev/artifact",
  instance: "groundplan.dev/instance",
  state: "groundplan.dev/state",
  /** First ten hex digits of the spec hash. */
  spec: "groundplan.dev/spec",
  phase: "groundplan.dev/phase",
  account: "groundplan.dev/account",
} as const;

export const ARTIFACT_ANNOTATIONS = {
  /** Full hash of the build and clean units that a run was made from. */
  specHash: "groundplan.dev/spec-hash",
  attempt: "groundplan.dev/attempt",
  /** Team that owns the object. */
  team: "groundplan.dev/team",
  /** JSON list of the teams, names or globs, that may use the object. */
  whitelist: "groundplan.dev/whitelist",
} as const;

/** Keeps a run until its results are in the ledger. */
export const RESULTS_FINALIZER = "groundplan.dev/results";

const SHORT_HASH = 10;
const RANDOM_LENGTH = 5;

/** First ten hex digits of a hash, as labels and names carry it. */
export function shortHash(hash: string): string {
  return hash.slice(0, SHORT_HASH);
}

/** ConfigMap with a pool's settings. */
export function poolName(artifact: string): string {
  return `pool-${artifact}`;
}

/** ConfigMap with the build and clean units of one spec. */
export function specName(artifact: string, hash: string): string {
  return `spec-${artifact}-${shortHash(hash)}`;
}

/** Secret with an instance's record; whoever creates it has taken the slot. */
export function slotName(artifact: string, slot: number): string {
  return `inst-${artifact}-${slot}`;
}

/** PipelineRun of one attempt. */
export function runName(phase: ArtifactPhase, artifact: string, instance: string, attempt: number): string {
  return `${phase}-${artifact}-${instance}-${attempt}`;
}

/**
 * Id of a new instance: the slot, then five characters that no earlier instance of the slot had.
 *
 * @param random Any text with at least five letters or digits; the first five are used, in lower case.
 * @throws RangeError when there are fewer.
 */
export function instanceId(slot: number, random: string): string {
  const characters = random.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (characters.length < RANDOM_LENGTH) {
    throw new RangeError(`an instance id needs ${RANDOM_LENGTH} random letters or digits`);
  }
  return `${slot}-${characters.slice(0, RANDOM_LENGTH)}`;
}

/** Secret that carries a shared secret to the runs of an artifact. */
export function artifactSecretName(artifact: string, secret: string): string {
  return `sec-${artifact}-${secret}`;
}

/** Secret that carries the account entry of an instance to its runs. */
export function accountSecretName(artifact: string, instance: string, account: string): string {
  return `acnt-${artifact}-${instance}-${account}`;
}

/** Secret with the results of the instances that an instance refers to. */
export function refSecretName(artifact: string, instance: string): string {
  return `ref-${artifact}-${instance}`;
}

/** Secret that a shared secret is declared as. */
export function sharedSecretName(secret: string): string {
  return `shared-${secret}`;
}

/** Secret with the credential of one entry of an account. */
export function accountEntryName(account: string, entry: string): string {
  return `account-${account}-${entry}`;
}

/** Lease that holds one entry of an account for one instance; whoever creates it has taken the entry. */
export function accountLeaseName(account: string, entry: string): string {
  return `lease-${account}-${entry}`;
}
