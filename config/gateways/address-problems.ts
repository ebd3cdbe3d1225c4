import { parseIp } from "../../model/reservation/scalars/ip-address.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { Nodes } from "../nodes.js";
import { backEndOf } from "./back-ends.js";
import type { DeclaredGateway } from "./schema.js";

/** Addresses that names need and nothing tells. */
export function addressProblems(name: string, gateway: DeclaredGateway, nodes: Nodes): readonly Problem[] {
  const user = Object.entries(gateway.subdomains).find(([, { ips }]) => ips === undefined);
  if (user === undefined || gateway.addresses !== undefined) return [];
  const reason = unknownBecause(gateway, nodes);
  if (reason === undefined) return [];
  const path = formatPropertyPath(["gateways", name, "addresses"]);
  return [
    {
      path,
      reason: `is missing: ${reason}; the subdomain "${user[0]}" has no ips of its own`,
      fix: setCommand(`${path}[0]`, "'<address>'"),
    },
  ];
}

function unknownBecause(gateway: DeclaredGateway, nodes: Nodes): string | undefined {
  const { node = "" } = gateway;
  switch (backEndOf(gateway)) {
    case "node": {
      const { publicAddress, address } = nodes[node] ?? {};
      const isName = publicAddress === undefined && address !== undefined && parseIp(address) === undefined;
      return isName ? `${node} is known by a host name, and records hold IP addresses` : undefined;
    }
    case "explorer":
      return "an explorer does not tell where its gateways are reached";
    case "kubernetes":
      return typeof gateway.gateway === "object"
        ? undefined
        : "a Gateway that the stack does not declare is not asked where it is reached";
  }
}
