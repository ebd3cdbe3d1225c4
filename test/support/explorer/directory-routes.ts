import { Refusal, type RouteAnswer, type RouteRequest } from "./refusal.js";
import type { ExplorerWorld } from "./world.js";

/** `GET /users/{id}`. */
export function readUser(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  const [, tid = ""] = path;
  const pubkey = world.users.get(tid);
  if (pubkey === undefined) throw new Refusal(404, "user not found");
  return { status: 200, body: { id: Number(tid), name: `user${tid}`, email: "", pubkey, host: "" } };
}

/** `GET /nodes/{id}`. */
export function readNode(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  const node = world.nodes.get(path[1] ?? "");
  if (node === undefined) throw new Refusal(404, "node not found");
  return {
    status: 200,
    body: {
      node_id: node.nodeId,
      farm_id: Number(node.farmId),
      updated: node.updated,
      public_key_hex: node.publicKey,
      deleted: false,
    },
  };
}

/** `GET /gateways/{id}`: this explorer has none. */
export function readGateway(): RouteAnswer {
  throw new Refusal(404, "gateway not found");
}
