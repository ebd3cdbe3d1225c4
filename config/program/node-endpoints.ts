import type { Nodes } from "../nodes.js";

/** Addresses at which nodes reach each other for WireGuard, by node; undefined for one that is hidden from the others. */
export function nodeEndpoints(nodes: Nodes): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(nodes).map(([name, { publicAddress }]) => [name, publicAddress]));
}
