import type { DataPackOutputs } from "../data-pack.js";
import { canonicalJson } from "../../../model/shared/json.js";
import type { FoundPack } from "./found.js";

/** A data pack after create or update. */
export interface Settled {
  readonly found: FoundPack;
  /** Whether usable data were there already. */
  readonly reused: boolean;
  /** Whether this resource is entered as a holder. */
  readonly held: boolean;
}

/** Outputs of a data pack as it was found. */
export function outputsOf({ found, reused, held }: Settled): DataPackOutputs {
  const datas: Record<string, string> = {};
  for (const [name, data] of Object.entries(found.datas)) datas[name] = canonicalJson(data ?? {});
  return {
    codes: found.codes,
    datas,
    missing: [...found.missing],
    sourceHash: found.sourceHash,
    createdAt: found.createdAt,
    expiresAt: found.expiresAt,
    reused,
    held,
  };
}
