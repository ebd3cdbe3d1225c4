import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import type { ProviderConnectionInputs, ProviderConnectionOutputs } from "./provider-connection.js";

/** Asks the cluster; deletion has nothing to remove. */
export const providerConnectionHandlers: KindHandlers<ProviderConnectionInputs, ProviderConnectionOutputs> = {
  create: async (context, { cluster }) => ({ id: cluster, outputs: await probe(context, cluster) }),
  read: async (context, _id, { inputs }) => ({ inputs, outputs: await probe(context, inputs.cluster) }),
  update: async (context, _id, _old, { cluster }) => ({ outputs: await probe(context, cluster) }),
  delete: () => Promise.resolve(),
};

async function probe(context: KindContext, cluster: string): Promise<ProviderConnectionOutputs> {
  let server = "";
  try {
    const client = await context.target(clusterTarget, cluster);
    server = client.server;
    const { status, body } = await client.request("GET", "/version");
    if (status >= 400)
      return failed(server, `${server} answered ${status}; check the credentials of ${cluster}`);
    const version = isObject(body) ? body["gitVersion"] : undefined;
    return {
      server,
      connectionState: { status: "Successful", message: "" },
      serverVersion: typeof version === "string" ? version : "",
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return failed(server, error.message);
  }
}

function failed(server: string, message: string): ProviderConnectionOutputs {
  return { server, connectionState: { status: "Failed", message }, serverVersion: "" };
}
