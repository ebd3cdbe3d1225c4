import type { ObjectRef } from "../../clients/kubernetes/types.js";
import { deploymentName, serviceName } from "../../model/vimana/names.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import { drain } from "./ready-gate/drain.js";
import { hasReadyEndpoint, neededReplicas, notReady } from "./ready-gate/ready.js";
import type { ReadyGateInputs, ReadyGateOutputs } from "./ready-gate.js";
import { AS_LONG_AS_THE_OPERATION, watchUntil } from "./waits.js";

const SLICE = { group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice" } as const;

/** What the gate of a version does: it waits, and owns nothing. */
export const readyGateHandlers: KindHandlers<ReadyGateInputs, ReadyGateOutputs> = {
  async create(context, inputs) {
    await untilReady(context, inputs);
    return { id: `${inputs.namespace}/${deploymentName(inputs.fullName)}`, outputs: { ready: true } };
  },
  async read(context, _id, { inputs }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const deployment = await client.get(deploymentRef(inputs));
    return { inputs, outputs: { ready: notReady(deployment, inputs.image) === undefined } };
  },
  async update(context, _id, _old, inputs) {
    await untilReady(context, inputs);
    return { outputs: { ready: true } };
  },
  async delete(context, _id, { inputs }) {
    await drain(context, await context.target(clusterTarget, inputs.cluster), inputs);
  },
};

async function untilReady(context: KindContext, inputs: ReadyGateInputs): Promise<void> {
  const { namespace, fullName, image } = inputs;
  const client = await context.target(clusterTarget, inputs.cluster);
  const deployment = await client.waitFor(
    deploymentRef(inputs),
    (found) => {
      const why = notReady(found, image);
      if (why !== undefined) context.status(`waiting for ${fullName}: ${why}`);
      return why === undefined;
    },
    { timeoutMs: AS_LONG_AS_THE_OPERATION, signal: context.signal },
  );
  if (deployment === undefined || neededReplicas(deployment) === 0) return;
  const service = serviceName(fullName);
  await watchUntil(
    client,
    SLICE,
    { namespace, labelSelector: `kubernetes.io/service-name=${service}` },
    (slices) => {
      const ready = slices.some(hasReadyEndpoint);
      if (!ready) context.status(`waiting for ${fullName}: Service ${service} has no ready endpoint`);
      return ready;
    },
    context.signal,
  );
}

function deploymentRef({ namespace, fullName }: ReadyGateInputs): ObjectRef {
  return { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deploymentName(fullName) };
}
