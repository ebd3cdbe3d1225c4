import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { listAt, numberAt, textAt, type Part } from "./fields.js";
import { degraded, healthy, progressing, type HealthRule } from "./rule.js";

/** One entry of `status.conditions`; texts that are missing are empty. */
export interface Condition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number | undefined;
}

/** The conditions at a path of a part. Default: `status.conditions`. */
export function conditionsOf(part: Part, ...path: readonly string[]): readonly Condition[] {
  return listAt(part, ...(path.length === 0 ? ["status", "conditions"] : path)).map((entry) => ({
    type: textAt(entry, "type"),
    status: textAt(entry, "status"),
    reason: textAt(entry, "reason"),
    message: textAt(entry, "message"),
    observedGeneration: numberAt(entry, "observedGeneration"),
  }));
}

/** The first condition of a type, in any status or in the given one. */
export function findCondition(
  conditions: readonly Condition[],
  type: string,
  status?: "True" | "False",
): Condition | undefined {
  return conditions.find(
    (condition) => condition.type === type && (status === undefined || condition.status === status),
  );
}

/** Whether what the controller has told is about an older generation of the object. */
export function isStale(object: KubeObject, observedGeneration: number | undefined): boolean {
  return observedGeneration !== undefined && observedGeneration < (object.metadata.generation ?? 0);
}

/** The message of a condition, else its reason: one of them is there whenever something is wrong. */
export function explanation({ message, reason }: Condition): string {
  return message === "" ? reason : message;
}

/** True is healthy, False degraded, anything else still on its way. */
export function byStatus(condition: Condition): Health {
  if (condition.status === "True") return healthy(condition.message);
  if (condition.status === "False") return degraded(explanation(condition));
  return progressing(explanation(condition));
}

/** The rule of kinds that tell all with one condition. */
export function oneCondition(options: {
  /** Default `Ready`. */
  readonly type?: string;
  /** The message while the condition is not there. */
  readonly waiting: string;
  /** Whether the controller keeps `observedGeneration` true, so that an older one means "not looked at yet". */
  readonly observesGeneration?: boolean;
}): HealthRule {
  return {
    judge: (object) => {
      const condition = findCondition(conditionsOf(object), options.type ?? "Ready");
      const observed = condition?.observedGeneration ?? numberAt(object, "status", "observedGeneration");
      if (condition === undefined) return progressing(options.waiting);
      if (options.observesGeneration === true && isStale(object, observed))
        return progressing(options.waiting);
      return byStatus(condition);
    },
  };
}
