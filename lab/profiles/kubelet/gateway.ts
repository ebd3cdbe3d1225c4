import path from "node:path";
import type { Daemon } from "../../host/daemon.js";
import { checkoutFolder } from "../../state/folder.js";

/**
 * Carries the node's connections to the API server and the registry, which listen on the host's loopback only.
 * It is a compiled file of this checkout.
 * @param address Host's end of the pair that joins host and node.
 */
export function gateway(address: string, ports: readonly number[]): Daemon {
  const program = path.join(checkoutFolder(), "dist", "lab", "host", "gateway.js");
  return {
    name: "gateway",
    binary: process.execPath,
    args: [program, address, ...ports.map(String)],
    probe: { type: "tcp", host: address, port: ports[0] ?? 0 },
    readyWithinMs: 10_000,
    address,
  };
}
