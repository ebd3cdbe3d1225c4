import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { healthOf } from "../../../../model/workspace/health/health-of.js";

/** A live object; fields that a case does not speak of are left out. */
export function live(apiVersion: string, kind: string, fields: Record<string, unknown> = {}): KubeObject {
  const { metadata, ...rest } = fields as { metadata?: Record<string, unknown> };
  return {
    apiVersion,
    kind,
    metadata: { name: "x", namespace: "shop", generation: 1, ...metadata },
    ...rest,
  };
}

/** A condition as the API server shows it. */
export function condition(
  type: string,
  status: string,
  reason = "",
  message = "",
  observedGeneration?: number,
): Record<string, unknown> {
  return {
    type,
    status,
    ...(reason === "" ? {} : { reason }),
    ...(message === "" ? {} : { message }),
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  };
}

/** `status` with these conditions. */
export function withConditions(...conditions: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { status: { conditions } };
}

/** The status of an object's health; `none` where there is no rule. */
export function statusOf(object: KubeObject): string {
  return healthOf(object)?.status ?? "none";
}

/** Status and message in one text. */
export function healthText(object: KubeObject): string {
  const health = healthOf(object);
  return health === undefined ? "none" : `${health.status} ${health.message}`.trim();
}
