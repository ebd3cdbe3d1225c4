import type { NodeFacts, NodeTool } from "../../../clients/node/probe.js";

/** Why a node cannot have tunnels. */
export function wireguardLacks(facts: NodeFacts): readonly string[] {
  const { kernel, userspace } = facts.wireguard;
  return [
    ...missing(facts, "wg", "wireguard-tools"),
    ...(kernel || userspace
      ? []
      : ["has WireGuard neither in its kernel nor as the program wireguard-go (package wireguard-go)"]),
  ];
}

/** Why a node cannot have links and packet filter rules. */
export function packetFilterLacks(facts: NodeFacts): readonly string[] {
  return [...missing(facts, "ip", "iproute2"), ...missing(facts, "nft", "nftables")];
}

function missing({ tools }: NodeFacts, tool: NodeTool, packageName: string): readonly string[] {
  return tools[tool] === undefined ? [`has no program ${tool} (package ${packageName})`] : [];
}
