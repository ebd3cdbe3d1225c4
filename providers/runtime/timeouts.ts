import { isObject } from "../../model/shared/json.js";
import type { Bag } from "./host-calls.js";
import type { AnyKind, KindTimeouts } from "./kind.js";

/** Milliseconds an operation may take when neither the kind nor the resource says otherwise. */
export const DEFAULT_TIMEOUT = 5 * 60_000;

/** Milliseconds an operation may take: the resource's `timeouts` input (seconds), then the kind's own. */
export function timeoutOf(kind: AnyKind, operation: keyof KindTimeouts, inputs: Bag): number {
  const wanted = isObject(inputs["timeouts"]) ? inputs["timeouts"][operation] : undefined;
  return typeof wanted === "number" ? wanted * 1000 : (kind.timeouts?.[operation] ?? DEFAULT_TIMEOUT);
}
