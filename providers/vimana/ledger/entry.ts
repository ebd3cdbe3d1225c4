import { z } from "zod";
import { without } from "../../../clients/kubernetes/without.js";
import { canonicalJson } from "../../../model/shared/json.js";

const entry = z.object({
  /** Image as declared. */
  image: z.string(),
  digest: z.string().exactOptional(),
  /**
   * `pending`: declared, and not seen to run yet. `served`: declared, and it ran. `retired`: it ran, and is declared no
   * more.
   */
  state: z.enum(["pending", "served", "retired"]),
  /** RFC 3339 time of its first declaration. */
  firstSeen: z.string(),
  /** RFC 3339 time of the last update that had it. */
  lastSeen: z.string(),
  retiredAt: z.string().exactOptional(),
  /** Each time that it was used once more by permission. */
  forgiven: z.array(z.object({ reason: z.string(), at: z.string() })).exactOptional(),
  /** Whose version it is: `<installation>/<project>/<stack>`. */
  stack: z.string(),
});

const recordedEntry = entry.extend({
  /** Instance token of the ledger that declared it; only that one takes it out. */
  token: z.string(),
});

/** What is known of a version. */
export type LedgerEntry = z.infer<typeof entry>;
/** By version. */
export type History = Record<string, LedgerEntry>;
/** An entry as the cluster has it. */
export type RecordedEntry = z.infer<typeof recordedEntry>;
/** By version. */
export type Records = Readonly<Record<string, RecordedEntry>>;

/** Stands for an entry that cannot be read: the version counts as used, and its text is left as it is. */
export const UNREADABLE: RecordedEntry = {
  image: "",
  state: "retired",
  firstSeen: "",
  lastSeen: "",
  stack: "",
  token: "",
};

/** An entry's text, {@link UNREADABLE} for one that is not an entry. */
export function parseEntry(text: unknown): RecordedEntry {
  if (typeof text !== "string") return UNREADABLE;
  try {
    const parsed = recordedEntry.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** The text of an entry; equal entries have equal texts. */
export function formatEntry(recorded: RecordedEntry): string {
  return canonicalJson(recorded);
}

/** Whether a version has been used for good: its number cannot mean anything else any more. */
export function isUsed({ state }: Pick<LedgerEntry, "state">): boolean {
  return state !== "pending";
}

/** What of an entry anybody may know, for a state. */
export function publicEntry(recorded: RecordedEntry): LedgerEntry {
  return without(recorded, "token");
}
