import { without } from "../../../clients/kubernetes/without.js";
import { compareVersions, newestVersion } from "../../../model/vimana/versions.js";
import { type Content, describeContent, isSameContent } from "./content.js";
import { isUsed, type RecordedEntry, type Records } from "./entry.js";
import type { Sighting } from "./available.js";
import type { Self } from "./merge.js";

/** What a ledger's decision is made from. */
export interface Situation {
  readonly self: Self;
  /** Everything that is known. */
  readonly records: Records;
  /** What the cluster shows of versions that are pending, and of declared ones that are retired. */
  readonly seen: Sighting;
  /** Versions that this ledger had declared before. */
  readonly before: readonly string[];
  /** Versions that it declares now. */
  readonly wanted: Readonly<Record<string, Content>>;
  readonly forgive: readonly { readonly version: string; readonly reason: string }[];
  readonly monotonic: boolean;
  /** RFC 3339. */
  readonly now: string;
}

export interface Decision {
  /** What is to be recorded. With faults, nothing is. */
  readonly records: Records;
  /** Why the declared versions cannot be, a line each. */
  readonly faults: readonly string[];
  /** What will be done, a line each. */
  readonly steps: readonly string[];
  /** What people should look at and that stops nothing, a line each. */
  readonly remarks: readonly string[];
}

/** What becomes of one version; without an entry it is known no more. */
interface Outcome {
  readonly entry?: RecordedEntry;
  readonly fault?: string;
  readonly step?: string;
  readonly remark?: string;
}

/**
 * Decides what becomes of every version: one that ran and is declared no more is retired for good; one that never ran
 * is forgotten; a declared one must be new, or be what it has been all along, or be forgiven.
 */
export function decide(situation: Situation): Decision {
  const known = withRuns(situation.records, situation.seen.ran, situation.now);
  const { wanted } = situation;
  const versions = [...new Set([...Object.keys(known), ...Object.keys(wanted)])].sort(compareVersions);
  const outcomes = versions.map((version): readonly [string, Outcome] => {
    const content = wanted[version];
    const entry = known[version];
    if (content === undefined)
      return [version, entry === undefined ? {} : undeclared(situation, version, entry)];
    if (entry === undefined) return [version, begin(situation, version, content, known)];
    return [version, goOn(situation, version, entry, content)];
  });
  const lines = (part: "fault" | "step" | "remark"): string[] =>
    outcomes.flatMap(([, { [part]: line }]) => (line === undefined ? [] : [line]));
  return {
    records: Object.fromEntries(
      outcomes.flatMap(([version, { entry }]) =>
        entry === undefined ? [] : [[version, withOwnToken(entry, situation.self)]],
      ),
    ),
    faults: lines("fault"),
    steps: lines("step"),
    remarks: lines("remark"),
  };
}

/** The entries, with those that ran as served. */
export function withRuns(records: Records, ran: ReadonlySet<string>, now: string): Records {
  return Object.fromEntries(
    Object.entries(records).map(([version, entry]) => [
      version,
      ran.has(version) && !isUsed(entry) ? { ...entry, state: "served", lastSeen: now } : entry,
    ]),
  );
}

function undeclared({ self, before, now }: Situation, version: string, entry: RecordedEntry): Outcome {
  const ours = entry.stack === self.stack || before.includes(version);
  if (!ours || entry.state === "retired") return { entry };
  // A version that was forgiven had been used before.
  if (!isUsed(entry) && entry.forgiven === undefined) return { step: `forget ${version}: it never ran` };
  return {
    entry: { ...entry, state: "retired", retiredAt: now },
    step: `retire ${version}: its number cannot be used again`,
  };
}

function begin(situation: Situation, version: string, content: Content, known: Records): Outcome {
  const begun = { entry: fresh(situation, content), step: `record ${version}` };
  const highest = newestVersion(Object.keys(known).filter((other) => isUsed(known[other] ?? begun.entry)));
  if (highest === undefined || compareVersions(version, highest) > 0) return begun;
  const line = `${version} is below ${highest}, the highest version that was used (CMP-5)`;
  return situation.monotonic ? { ...begun, fault: line } : { ...begun, remark: line };
}

function goOn(situation: Situation, version: string, entry: RecordedEntry, content: Content): Outcome {
  const fault = reuseFault(situation, version, entry, content);
  if (fault === undefined) {
    const kept = { entry: continued(situation, entry, content) };
    return entry.state === "retired" ? { ...kept, step: `keep ${version}, which has not gone yet` } : kept;
  }
  const spent = new Set((entry.forgiven ?? []).map(({ reason }) => reason));
  const pardon = situation.forgive.find((one) => one.version === version && !spent.has(one.reason));
  if (pardon === undefined) return { entry, fault };
  const forgiven = [...(entry.forgiven ?? []), { reason: pardon.reason, at: situation.now }];
  return {
    entry: { ...fresh(situation, content), firstSeen: entry.firstSeen, forgiven },
    step: `forgive ${version}: ${pardon.reason}`,
  };
}

/** Why a version that is known cannot be declared with this content; undefined when it can. */
function reuseFault(
  { self, before, seen }: Situation,
  version: string,
  entry: RecordedEntry,
  content: Content,
): string | undefined {
  const declared = before.includes(version);
  // It was to go and never went: the deployment that would have removed it failed, and is taken back now.
  const stayed = entry.stack === self.stack && seen.standing.has(version);
  if (entry.state !== "retired" && entry.stack !== self.stack && !declared) {
    return `${version} is declared by ${entry.stack}`;
  }
  if (entry.state === "retired" && !((declared || stayed) && isSameContent(entry, content))) {
    return `${version} was used${entry.retiredAt === undefined ? "" : ` and taken out on ${entry.retiredAt}`}`;
  }
  if (!isUsed(entry) || isSameContent(entry, content)) return undefined;
  return `${version} is used for ${describeContent(entry)} and declared with ${describeContent(content)}`;
}

function fresh({ self, now }: Situation, content: Content): RecordedEntry {
  return { ...content, state: "pending", firstSeen: now, lastSeen: now, ...self };
}

/** A version that goes on, with what has become known of its content. */
function continued({ self, now }: Situation, entry: RecordedEntry, content: Content): RecordedEntry {
  const known = without(entry, "retiredAt");
  return {
    ...(isSameContent(entry, content) ? known : without(known, "digest")),
    ...content,
    state: isUsed(entry) ? "served" : "pending",
    lastSeen: now,
    ...self,
  };
}

/** Whoever writes for a stack holds the stack's entries, so that an earlier instance of it cannot take them out. */
function withOwnToken(entry: RecordedEntry, { stack, token }: Self): RecordedEntry {
  return entry.stack === stack && entry.token !== token ? { ...entry, token } : entry;
}
