import type { DeclaredNetwork } from "../declared/network.js";
import { giveSubnets } from "../network/subnets.js";
import { parseRange } from "../scalars/ip-range.js";
import { keyed } from "./keyed.js";
import type { NetworkPart } from "./workload-data.js";

/**
 * What each node of a network gets by its declaration alone, and what is wrong with that. How nodes reach each other is
 * not looked at.
 *
 * @param portOf the port of a node that declares none
 */
export function subnetParts(
  { range, nodes, clients }: DeclaredNetwork,
  portOf: (node: string) => number,
): { readonly parts: Readonly<Record<string, NetworkPart>>; readonly faults: readonly string[] } {
  const whole = parseRange(range);
  if (whole === undefined) return { parts: {}, faults: [] };
  const members = [...Object.entries(nodes), ...Object.entries(clients)];
  const { subnets, faults } = giveSubnets(
    whole,
    members.map(([name, { subnet }]) => ({ name, declared: subnet })),
  );
  const parts = keyed(
    Object.entries(nodes),
    ([node]) => node,
    ([node, { port }]) => ({ subnet: subnets.get(node) ?? "", listenPort: port ?? portOf(node) }),
  );
  return { parts, faults };
}
