import { isKubeError } from "../../../clients/kubernetes/errors.js";

/** Whether an error is about the way to the cluster, and not the cluster's answer to one request. */
export function isFatal(error: unknown): boolean {
  return isKubeError(error, "Unreachable", "Unavailable", "Unauthorized");
}
