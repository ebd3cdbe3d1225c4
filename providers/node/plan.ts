import { ownerMark } from "../../model/shared/ownership.js";
import { canonicalText } from "../runtime/canonical.js";
import { commonInputNames } from "../runtime/common-inputs.js";
import type { KindContext } from "../runtime/context.js";
import type { PlanRequest } from "../runtime/kind.js";
import type { Plan } from "../runtime/plan.js";
import { openNode, type OpenNode } from "../targets/node.js";
import type { NodeInputs, NodeOutputs } from "./definition.js";
import { ownOf } from "./found-state.js";
import { lookAtAll, type Look } from "./look.js";
import { lackOf, refused, shortage } from "./obstacles.js";
import { lookParameters, type Workload } from "./workload.js";
import { workloadId } from "./workload-id.js";

/**
 * What is going to be done. Without a change nothing is asked of the node: what was found to differ is in the state.
 *
 * @throws Failure when the node cannot carry the workload, or the change cannot be made
 */
export async function planWorkload<I extends NodeInputs, F, O extends NodeOutputs>(
  workload: Workload<I, F, O>,
  context: KindContext,
  request: PlanRequest<I, O>,
): Promise<Plan | undefined> {
  const { definition } = workload;
  const { old, news } = request;
  const repairs = (old?.outputs.drift ?? []).map((line) => `repair: ${line}`);
  if (old !== undefined && !differs(definition.secretInputs ?? [], request)) return planOf(repairs);
  if (news.node !== undefined) {
    const node = await openNode(context, news.node);
    const reasons = await obstacles(workload, context, request, node);
    if (reasons.length > 0) throw refused(definition.sort, node, reasons);
  }
  return planOf([...(definition.steps?.(old?.inputs, news) ?? []), ...repairs]);
}

function planOf(steps: readonly string[]): Plan | undefined {
  return steps.length === 0 ? undefined : { summary: "", steps };
}

/** Whether anything that a node knows is to change, as far as the state tells: it holds no secrets. */
function differs<I extends NodeInputs, O extends NodeOutputs>(
  secret: readonly string[],
  { old, news, unknown }: PlanRequest<I, O>,
): boolean {
  if (unknown.length > 0) return true;
  const before = { ...old?.inputs };
  const names = new Set([...Object.keys(before), ...Object.keys(news)]);
  return [...names].some(
    (name) =>
      !secret.includes(name) &&
      !commonInputNames.has(name) &&
      canonicalText(before[name]) !== canonicalText(news[name]),
  );
}

async function obstacles<I extends NodeInputs, F, O extends NodeOutputs>(
  { definition, scripts }: Workload<I, F, O>,
  context: KindContext,
  request: PlanRequest<I, O>,
  node: OpenNode,
): Promise<readonly string[]> {
  const lack = await lackOf(definition, request.news, node);
  if (lack.length > 0 || !isKnown(request)) return lack;
  const { old, news } = request;
  const reasons: string[] = [];
  const id = old?.id ?? workloadId(definition.sort, ownerMark(context.scope, context.resource));
  const use = definition.use?.(news);
  if (use !== undefined && request.preview) {
    const fault = await shortage(node, id, use);
    if (fault !== undefined) reasons.push(fault);
  }
  const claims = request.preview ? (definition.claims?.(news) ?? []) : [];
  const look = (): Promise<Look> =>
    lookAtAll(node.client, scripts.inspect, lookParameters(definition, context, node), context.now());
  if (claims.length > 0) reasons.push(...takenClaims(claims, await look(), id));
  if (old !== undefined && definition.refusals !== undefined) {
    const found = ownOf(definition, await look(), old.id);
    reasons.push(...definition.refusals({ old, news, ...(found === undefined ? {} : { found }) }));
  }
  return reasons;
}

function takenClaims(claims: readonly string[], look: Look, id: string): readonly string[] {
  return claims.flatMap((claim) => {
    const holder = look.claims.get(claim);
    return holder === undefined || holder.id === id ? [] : [`${claim} is taken by ${holder.owner}`];
  });
}

/** Whether all inputs are known. */
function isKnown<I extends NodeInputs, O extends NodeOutputs>(
  request: PlanRequest<I, O>,
): request is PlanRequest<I, O> & { readonly news: I } {
  return request.unknown.length === 0;
}
