import type { RunFailure } from "../../../model/artifact/ledger/record.js";

/** What came of the work on an instance. */
export interface WorkEnd {
  readonly instance: string;
  readonly slot: number;
  /**
   * `short`: what its runs need was not to be had, so its slot is free again. `elsewhere`: somebody else has gone on
   * with it.
   */
  readonly came: "built" | "cleaned" | "failed" | "vanished" | "short" | "elsewhere";
  readonly failure?: RunFailure;
  /** What was missing. */
  readonly missing?: string;
}
