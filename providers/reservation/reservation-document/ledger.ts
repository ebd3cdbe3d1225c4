/** Who keeps what has no explorer: the nodes themselves. */
export const LEDGER = "ledger";
