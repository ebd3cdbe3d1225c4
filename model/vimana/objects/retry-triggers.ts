/** Needed next to HTTP codes, which have no effect without it. */
const BY_STATUS_CODE = "retriable-status-codes";

/** What a retry may depend on besides HTTP codes: gRPC status names, then troubles with the connection. */
export const RETRY_TRIGGERS: readonly string[] = [
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "retriable-4xx",
  "refused-stream",
];

/** Names and HTTP codes as Envoy Gateway tells them apart. */
export function retryOn(on: readonly (string | number)[]): {
  triggers: string[];
  httpStatusCodes?: number[];
} {
  const triggers = on.filter((item) => typeof item === "string");
  const httpStatusCodes = on.filter((item) => typeof item === "number");
  return httpStatusCodes.length === 0
    ? { triggers }
    : { triggers: [...triggers, BY_STATUS_CODE], httpStatusCodes };
}
