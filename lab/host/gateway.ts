import { createServer, connect, type Socket } from "node:net";

/**
 * Carries connections from the lab's node to servers that listen on the host's loopback only. It listens on the
 * host's end of the pair that joins the two, and nowhere else.
 *
 * Arguments: the address to listen on, then ports; each leads to the same port on 127.0.0.1.
 */
function serve(address: string, ports: readonly number[]): void {
  for (const port of ports) {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (incoming) => {
      const outgoing = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
      join(incoming, outgoing);
      join(outgoing, incoming);
    });
    server.on("error", (error) => {
      console.error(`cannot listen on ${address}:${port}: ${error.message}`);
      process.exit(1);
    });
    server.listen(port, address);
  }
}

function join(from: Socket, to: Socket): void {
  from.pipe(to);
  // A broken connection on one side is one on the other; who was connected finds out by that.
  from.on("error", () => to.destroy());
  from.on("close", () => {
    if (from.errored !== null) to.destroy();
  });
}

if (require.main === module) {
  const [address, ...ports] = process.argv.slice(2);
  if (address === undefined || ports.length === 0) {
    console.error("usage: gateway <address> <port>…");
    process.exit(2);
  }
  serve(address, ports.map(Number));
}
