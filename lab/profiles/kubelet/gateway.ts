import { existsSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../../model/shared/errors.js";
import type { Daemon } from "../../host/daemon.js";
import { checkoutFolder } from "../../state/folder.js";

/**
 * Carries connections of nodes to the API server and the registry, which listen on the host's loopback only.
 * It is a compiled file of this checkout.
 * @param address Host's end of the pair that joins host and nodes.
 * @param name Among the lab's daemons.
 * @throws Failure when it is not compiled.
 */
export function gateway(address: string, ports: readonly number[], name = "gateway"): Daemon {
  const program = path.join(checkoutFolder(), "dist", "lab", "host", "gateway.js");
  if (!existsSync(program))
    throw new Failure({ what: "is not compiled", where: program, next: "Run `make build`" });
  return {
    name,
    binary: process.execPath,
    args: [program, address, ...ports.map(String)],
    probe: { type: "tcp", host: address, port: ports[0] ?? 0 },
    readyWithinMs: 10_000,
    address,
  };
}
