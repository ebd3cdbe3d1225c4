import type { JsonObject } from "../../model/shared/json.js";
import { ownerMark } from "../../model/shared/ownership.js";
import { canonicalText } from "../runtime/canonical.js";
import type { KindContext } from "../runtime/context.js";
import type { OpenNode } from "../targets/node.js";
import type { Gate, NodeInputs, NodeOutputs, NodeWorkload } from "./definition.js";
import { wholeScripts, type WorkloadScripts } from "./scripts/compose.js";

/** One sort of workload with what its handlers share. */
export interface Workload<I extends NodeInputs, F, O extends NodeOutputs> {
  readonly definition: NodeWorkload<I, F, O>;
  readonly scripts: WorkloadScripts;
  readonly gate: Gate | undefined;
}

export function workloadOf<I extends NodeInputs, F, O extends NodeOutputs>(
  definition: NodeWorkload<I, F, O>,
  gate: Gate | undefined,
): Workload<I, F, O> {
  return { definition, scripts: wholeScripts(definition), gate };
}

/** Parameters of a script that works on one workload. */
export function ownParameters<I extends NodeInputs, F, O extends NodeOutputs>(
  { sort, order }: NodeWorkload<I, F, O>,
  { scope, resource, token }: KindContext,
  id: string,
): JsonObject {
  const owner = ownerMark(scope, resource);
  return { id, sort, order, owner, token, owner_text: insideQuotes(owner) };
}

/** Parameters of a look at all workloads of a sort. */
export function lookParameters<I extends NodeInputs, F, O extends NodeOutputs>(
  definition: NodeWorkload<I, F, O>,
  { scope }: KindContext,
  node: OpenNode,
): JsonObject {
  const { sort } = definition;
  return {
    ...definition.inspectParameters?.(node),
    id: "",
    sort,
    owner_text: insideQuotes(ownerMark(scope, "")),
  };
}

/** Inputs as the node keeps them: in JSON, without secret ones. */
export function specOf<I extends NodeInputs>(inputs: I, secret: readonly (keyof I & string)[] = []): string {
  return canonicalText(Object.fromEntries(Object.entries(inputs).filter(([name]) => !secret.includes(name))));
}

/** A text as it stands between the quotes of JSON. */
function insideQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
