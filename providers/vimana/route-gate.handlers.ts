import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { canonicalText } from "../runtime/canonical.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import { addressesOf, notAccepted, shapeFound, shapeWanted } from "./route-gate/as-found.js";
import type { RouteGateInputs, RouteGateOutputs } from "./route-gate.js";
import { AS_LONG_AS_THE_OPERATION } from "./waits.js";

const API_VERSION = "gateway.networking.k8s.io/v1";

/** What the gate of a domain's route does: it waits, and owns nothing. */
export const routeGateHandlers: KindHandlers<RouteGateInputs, RouteGateOutputs> = {
  async create(context, inputs) {
    return { id: `${inputs.namespace}/${inputs.domain}`, outputs: await untilAccepted(context, inputs) };
  },
  async read(context, _id, { inputs }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const route = await client.get(routeRef(inputs));
    const found = shapeFound(route, inputs);
    const same = canonicalText(found) === canonicalText(shapeWanted(inputs));
    return {
      inputs: { ...inputs, ...(same ? {} : found) },
      outputs: {
        accepted: notAccepted(route, inputs) === undefined,
        addresses: await gatewayAddresses(client, inputs),
      },
    };
  },
  async update(context, _id, _old, inputs) {
    return { outputs: await untilAccepted(context, inputs) };
  },
  delete: () => Promise.resolve(),
};

async function untilAccepted(context: KindContext, inputs: RouteGateInputs): Promise<RouteGateOutputs> {
  const client = await context.target(clusterTarget, inputs.cluster);
  await client.waitFor(
    routeRef(inputs),
    (route) => {
      const why = notAccepted(route, inputs);
      if (why !== undefined) context.status(`waiting for domain ${inputs.domain}: ${why}`);
      return why === undefined;
    },
    { timeoutMs: AS_LONG_AS_THE_OPERATION, signal: context.signal },
  );
  return { accepted: true, addresses: await gatewayAddresses(client, inputs) };
}

async function gatewayAddresses(
  client: Pick<KubernetesClient, "get">,
  { namespace, gateway }: RouteGateInputs,
): Promise<string[]> {
  return addressesOf(
    await client.get({ apiVersion: API_VERSION, kind: "Gateway", namespace, name: gateway }),
  );
}

function routeRef({ namespace, domain }: RouteGateInputs) {
  return { apiVersion: API_VERSION, kind: "GRPCRoute", namespace, name: domain };
}
