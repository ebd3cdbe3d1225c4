import { isSameContent } from "./content.js";
import {
  type History,
  isUsed,
  type LedgerEntry,
  type RecordedEntry,
  type Records,
  UNREADABLE,
} from "./entry.js";

/** Who merges. */
export interface Self {
  /** `<installation>/<project>/<stack>`. */
  readonly stack: string;
  readonly token: string;
}

const RANK = { pending: 0, served: 1, retired: 2 } as const;

/**
 * What the cluster and the state know together. Neither can take back what the other knows of a used version: of two
 * entries the one that is further on counts, and of a used version's content what the state has seen.
 */
export function mergeHistory(state: Readonly<History>, cluster: Records, self: Self): Records {
  const merged: Record<string, RecordedEntry> = { ...cluster };
  for (const [version, known] of Object.entries(state)) {
    const found = cluster[version];
    const own = known.stack === self.stack;
    // Somebody else's version that never ran is theirs to forget.
    if (found === undefined && !own && !isUsed(known)) continue;
    if (found === undefined || found === UNREADABLE) {
      merged[version] = { ...known, token: own ? self.token : "" };
    } else if (isFurther(known, found)) {
      merged[version] = { ...known, token: found.token };
    }
  }
  return merged;
}

/** Versions of which the cluster knows less than both together, because somebody changed the record. */
export function damagedVersions(merged: Records, cluster: Records): string[] {
  return Object.keys(merged).filter((version) => merged[version] !== cluster[version]);
}

function isFurther(known: LedgerEntry, found: RecordedEntry): boolean {
  const pardons = (known.forgiven?.length ?? 0) - (found.forgiven?.length ?? 0);
  if (pardons !== 0) return pardons > 0;
  const rank = RANK[known.state] - RANK[found.state];
  return rank !== 0 ? rank > 0 : isUsed(known) && !isSameContent(known, found);
}
