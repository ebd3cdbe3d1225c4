import { isObject } from "../../model/shared/json.js";
import { HEALTH_CODES, SYNC_CODES, type Health, type SyncCode } from "../../model/workspace/codes.js";
import { unpack } from "../../providers/workspace/sync/packed.js";

/** Health of a whole workspace, out of its status; `Unknown` when the status has none. */
export function healthIn(status: unknown): Health {
  const health = isObject(status) && isObject(status["health"]) ? status["health"] : {};
  const { message } = health;
  return {
    status: HEALTH_CODES.find((code) => code === health["status"]) ?? "Unknown",
    message: typeof message === "string" ? message : "",
  };
}

/** Whether live and target agree, out of a workspace's status; `Unknown` when the status does not say. */
export function syncStatusIn(status: unknown): SyncCode {
  const sync = isObject(status) && isObject(status["sync"]) ? status["sync"] : {};
  return SYNC_CODES.find((code) => code === sync["status"]) ?? "Unknown";
}

/** The list of `v1alphaResourceStatus` that a sync keeps packed; empty when it keeps none. */
export function resourcesIn(packed: unknown): readonly unknown[] {
  const resources = typeof packed === "string" ? unpack(packed) : undefined;
  return Array.isArray(resources) ? resources : [];
}
