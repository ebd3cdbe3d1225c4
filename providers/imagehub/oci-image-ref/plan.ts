import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import { registryTarget } from "../../targets/registry.js";
import type { OciImageRefInputs, OciImageRefOutputs } from "../oci-image-ref.js";
import {
  describeReference,
  needsLookup,
  refuseMovedTag,
  sameReference,
  targetOf,
  unreachable,
} from "./lookup.js";

/**
 * Asks what the tag stands for now, with one request and without writing: a tag that is missing, or moved although
 * it must not, is an error before anything is touched.
 */
export async function planReference(
  context: KindContext,
  { old, news, unknown }: PlanRequest<OciImageRefInputs, OciImageRefOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) return undefined;
  // Nothing is unknown, so every checked input is there.
  const inputs = news as OciImageRefInputs;
  if (!needsLookup(old, inputs)) return undefined;
  const registry = await context.target(registryTarget, inputs.registry);
  const reference = describeReference(registry, inputs);
  let digest: string;
  try {
    digest = await registry.head(targetOf(inputs), { signal: context.signal });
  } catch (error) {
    const failure = unreachable(error, reference);
    if (failure === undefined) throw error;
    if (inputs.onUnreachable === "error") throw failure;
    const known = sameReference(old, inputs) ? `; ${old.outputs.digest} is kept` : "";
    return { summary: "", steps: [], notes: [`${failure.message}${known}`] };
  }
  refuseMovedTag(registry, inputs, old, digest);
  const before = old?.outputs.digest ?? "";
  if (before === digest) return undefined;
  const step = before === "" ? `digest: ${digest}` : `digest: ${before} → ${digest}`;
  return { summary: reference, steps: [step] };
}
