/** How a workload fared on its node. */
export const ResultStateEnum = { ResultStateError: 0, ResultStateOk: 1, ResultStateDeleted: 2 } as const;

/** Texts by value. */
export const RESULT_STATE_TEXTS = ["error", "ok", "deleted"] as const;
