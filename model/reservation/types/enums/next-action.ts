/** What happens next with a reservation or workload. */
export const NextActionEnum = {
  NextActionCreate: 0,
  NextActionSign: 1,
  NextActionPay: 2,
  NextActionDeploy: 3,
  NextActionDelete: 4,
  NextActionInvalid: 5,
  NextActionDeleted: 6,
  /** Only for old reservations that were converted to workloads of pools; upstream has no text for it. */
  NextActionMigrated: 7,
} as const;

/** Texts by value. */
export const NEXT_ACTION_TEXTS = ["create", "sign", "pay", "deploy", "delete", "invalid", "deleted"] as const;
