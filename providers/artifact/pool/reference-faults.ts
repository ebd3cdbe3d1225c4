import { Failure } from "../../../model/shared/errors.js";
import { readReferences } from "../ledger/references.js";
import type { Site } from "../site.js";

/** Why a pool cannot have the artifacts that it refers to; what does not exist yet may come. */
export interface ReferenceFaults {
  readonly refused: readonly string[];
  readonly missing: readonly string[];
}

export async function referenceFaults(
  site: Site,
  refs: readonly string[],
  team: string,
): Promise<ReferenceFaults> {
  const references = Object.entries(await readReferences(site, refs, team));
  return {
    refused: references.flatMap(([artifact, { refused }]) =>
      refused === undefined ? [] : [`artifact ${artifact} ${refused}`],
    ),
    missing: references.flatMap(([artifact, { pool }]) =>
      pool === undefined ? [`artifact ${artifact}, which it refers to, does not exist yet`] : [],
    ),
  };
}

/** @throws Failure when the team may not refer to one of the artifacts */
export async function mayRefer(site: Site, refs: readonly string[], team: string): Promise<void> {
  const { refused } = await referenceFaults(site, refs, team);
  if (refused.length > 0) throw new Failure({ what: refused.join("; "), where: site.where });
}
