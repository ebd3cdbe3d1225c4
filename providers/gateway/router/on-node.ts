import { z } from "zod";
import type { JsonObject } from "../../../model/shared/json.js";
import type { NodeWorkload } from "../../node/definition.js";
import type { GatewayRouterInputs, GatewayRouterOutputs } from "../router.js";
import { ROUTER_ENSURE } from "./scripts/ensure.sh.js";
import { ROUTER_INSPECT } from "./scripts/inspect.sh.js";
import { ROUTER_REMOVE } from "./scripts/remove.sh.js";

const CLAIM = "the place of the node's router";

const found = z.object({
  /** What the node has compared, a line each. */
  differences: z.array(z.string()),
});

/** The first haproxy that can lead a connection where a map says, and is still cared for. */
const OLDEST = { major: 2, minor: 6 };

function haproxyLacks(version: string | undefined): readonly string[] {
  if (version === undefined) return ["has no program haproxy (package haproxy)"];
  const [major = NaN, minor = NaN] = version.split(".").map((part) => Number.parseInt(part, 10));
  return major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)
    ? [`has haproxy ${version}, and routers need ${OLDEST.major}.${OLDEST.minor} or newer`]
    : [];
}

/** Parameters of the script that brings a router about. */
export function routerParameters(inputs: GatewayRouterInputs): JsonObject {
  const { http, https, bind, connectTimeout, idleTimeout } = inputs;
  return {
    ...{ http_port: http, https_port: https, bind },
    ...{ connect_timeout: connectTimeout, idle_timeout: idleTimeout },
  };
}

/** Routers of gateway nodes. */
export const routerOnNode: NodeWorkload<GatewayRouterInputs, z.output<typeof found>, GatewayRouterOutputs> = {
  sort: "router",
  order: 45,
  lacks: (_inputs, { tools }) => [
    ...haproxyLacks(tools.haproxy),
    ...(tools.socat === undefined ? ["has no program socat (package socat), which talks to haproxy"] : []),
  ],
  ensure: ROUTER_ENSURE,
  inspect: ROUTER_INSPECT,
  remove: ROUTER_REMOVE,
  claims: () => [CLAIM],
  inspectParameters: () => ({ claim: CLAIM }),
  parameters: routerParameters,
  found,
  asFound: ({ differences }, { inputs }) => ({ inputs, outputs: {}, drift: differences }),
  steps: (old, { node = "the node", http = "?", https = "?" }) => [
    old === undefined
      ? `set up haproxy on ${node}: HTTP at port ${http}, TLS at port ${https}`
      : "have haproxy take new settings, without losing a connection",
  ],
};
