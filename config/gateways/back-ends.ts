import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand } from "../commands.js";
import { type DeclaredGateway } from "./schema.js";

/** Who carries a gateway out. */
export type BackEnd = "node" | "explorer" | "kubernetes";
type Field = keyof DeclaredGateway;

/** An explorer keeps what the section would otherwise put on a node. */
export function backEndOf({ via, explorer }: DeclaredGateway): BackEnd {
  return via === "node" && explorer !== undefined ? "explorer" : via;
}

const OF_EXPLORERS = "is for gateways of explorers";
const OF_CLUSTERS = "is for gateways of clusters, via: kubernetes";
const OPERATORS = "is up to whoever runs the explorer's gateway";
const ON_NODES = "is set up on nodes alone, and this gateway is in a cluster";

/** What a back end cannot do, and why. */
const REFUSED: Readonly<Record<BackEnd, Partial<Readonly<Record<Field, string>>>>> = {
  node: {
    pool: OF_EXPLORERS,
    identity: OF_EXPLORERS,
    cluster: OF_CLUSTERS,
    namespace: OF_CLUSTERS,
    createNamespace: OF_CLUSTERS,
    gateway: OF_CLUSTERS,
  },
  explorer: {
    nameServer: OPERATORS,
    bootstrap: OPERATORS,
    router: OPERATORS,
    dns: OPERATORS,
    tunnels: OPERATORS,
    sixNetwork: OPERATORS,
    cluster: OF_CLUSTERS,
    namespace: OF_CLUSTERS,
    createNamespace: OF_CLUSTERS,
    gateway: OF_CLUSTERS,
  },
  kubernetes: {
    node: "is not where a gateway of a cluster is; a delegate has a node of its own",
    explorer: "is not possible together with via: kubernetes",
    pool: OF_EXPLORERS,
    identity: OF_EXPLORERS,
    customer: "is nobody's concern in a cluster: no secret and no address follows from it",
    bootstrap: ON_NODES,
    router: "is not set up in a cluster: the Gateway's own controller forwards",
    dns: ON_NODES,
    tunnels: ON_NODES,
    sixNetwork: ON_NODES,
    reverseProxies: "are not possible in a cluster: the Gateway API knows no tunnels that clients dial",
    fourToSix:
      "is not possible in a cluster: the Gateway API forwards connections and hands out no addresses",
  },
};

/** What a back end cannot do without. */
const NEEDED: Readonly<Record<BackEnd, Partial<Readonly<Record<Field, string>>>>> = {
  node: { node: "the machine that carries it out, from groundplan:nodes" },
  explorer: { node: "the gateway's id at the explorer", pool: "what pays" },
  kubernetes: {
    cluster: "where it is, from groundplan:clusters",
    namespace: "where the Gateway is",
    gateway: "the Gateway, by its name",
  },
};

/** Settings that the back end of a gateway does not have, or has to have. */
export function backEndProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  const backEnd = backEndOf(gateway);
  const at = (field: string): string => formatPropertyPath(["gateways", name, field]);
  const refused = Object.entries(REFUSED[backEnd]).flatMap(([field, reason]) =>
    isSet(gateway, field) ? [{ path: at(field), reason, fix: removeCommand(at(field)) }] : [],
  );
  const missing = Object.entries(NEEDED[backEnd]).flatMap(([field, what]) =>
    isSet(gateway, field)
      ? []
      : [{ path: at(field), reason: `is missing: ${what}`, fix: setCommand(at(field)) }],
  );
  return [...refused, ...missing, ...payerProblems(name, gateway, backEnd)];
}

function isSet(gateway: DeclaredGateway, field: string): boolean {
  const value = Object.entries(gateway).find(([key]) => key === field)?.[1];
  if (value === undefined || value === false) return false;
  return typeof value !== "object" || Array.isArray(value) || Object.keys(value).length > 0;
}

/** An explorer takes orders of somebody alone. */
function payerProblems(name: string, { customer, identity }: DeclaredGateway, backEnd: BackEnd): Problem[] {
  if (backEnd !== "explorer" || customer !== undefined || identity !== undefined) return [];
  const path = formatPropertyPath(["gateways", name, "customer"]);
  return [
    {
      path,
      reason: "is missing: the identity that orders, and signs",
      fix: setCommand(path, "'<identity>'"),
    },
  ];
}
