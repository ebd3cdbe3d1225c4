import type { PoolSettings } from "../../../model/artifact/settings.js";

/** Seconds besides the waits: the ledger's reads and writes, logs, removal of runs. */
const MARGIN_SECONDS = 120;

/** Seconds that the operations on a pool may take, as its settings allow waits. */
export function poolTimeouts({ settings }: { readonly settings: PoolSettings }): {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
} {
  const seconds = settings.wait.timeout + MARGIN_SECONDS;
  return { create: seconds, update: seconds, delete: seconds };
}
