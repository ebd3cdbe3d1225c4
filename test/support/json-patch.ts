import { z } from "zod";
import type { JsonValue } from "../../model/shared/json.js";

/** One change as RFC 6902 describes it; these three are all that admission webhooks send. */
export const patchOperation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: z.string(), value: z.json() }),
  z.object({ op: z.literal("replace"), path: z.string(), value: z.json() }),
  z.object({ op: z.literal("remove"), path: z.string() }),
]);
export type PatchOperation = z.infer<typeof patchOperation>;

/**
 * A copy of a value with changes made to it, in their order.
 *
 * @throws Error for a change whose place is not there
 */
export function patched(value: JsonValue, operations: readonly PatchOperation[]): JsonValue {
  return operations.reduce<JsonValue>((current, operation) => {
    const steps = operation.path.split("/").slice(1);
    return change(current, steps.map(unescaped), operation);
  }, value);
}

function change(value: JsonValue, [step, ...rest]: readonly string[], operation: PatchOperation): JsonValue {
  if (step === undefined) return operation.op === "remove" ? null : operation.value;
  if (Array.isArray(value)) return changedList(value, step, rest, operation);
  if (typeof value !== "object" || value === null) throw new Error(`there is nothing at ${operation.path}`);
  const object = value as Readonly<Record<string, JsonValue>>;
  if (rest.length === 0 && operation.op === "remove")
    return Object.fromEntries(Object.entries(object).filter(([key]) => key !== step));
  return { ...object, [step]: change(object[step] ?? null, rest, operation) };
}

function changedList(
  list: readonly JsonValue[],
  step: string,
  rest: readonly string[],
  operation: PatchOperation,
): JsonValue {
  const index = step === "-" ? list.length : Number(step);
  const replaces = rest.length > 0 || operation.op === "replace";
  if (replaces) return list.with(index, change(list[index] ?? null, rest, operation));
  return operation.op === "remove"
    ? list.toSpliced(index, 1)
    : list.toSpliced(index, 0, operation.value as JsonValue);
}

function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
