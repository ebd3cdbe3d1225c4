import { nodeTarget, type NodeFinder, type OpenNode } from "../targets/node.js";

/** Where others reach a node: its `publicAddress`, else the address that we reach it at. */
export async function dialledAt(finder: NodeFinder, name: string, node: OpenNode): Promise<string> {
  return node.publicAddress ?? (await finder.target(nodeTarget, name)).address.address;
}
