import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server that can be cut, frozen and watched. */
export interface CuttableProxy {
  readonly port: number;
  /** Connections that were let through so far. */
  readonly connections: number;
  /** Bytes that clients have sent so far. */
  readonly sent: number;
  /** Breaks what is open. */
  cut(): void;
  /** Breaks what is open as soon as clients have sent so many more bytes. */
  cutAfter(bytes: number): void;
  /** Takes connections and answers nothing, and lets nothing more through on those that are open. */
  freeze(): void;
  /** Closes so many of the next connections at once. */
  dropNext(count: number): void;
  close(): Promise<void>;
}

export async function startProxy(target: number): Promise<CuttableProxy> {
  const open = new Set<Socket>();
  const state = { connections: 0, sent: 0, limit: Infinity, frozen: false, drop: 0 };
  const cut = (): void => {
    state.limit = Infinity;
    for (const socket of open) socket.destroy();
  };
  const server = createServer({ noDelay: true }, (client) => {
    client.on("error", () => undefined);
    if (state.drop > 0) {
      state.drop--;
      client.destroy();
      return;
    }
    open.add(client);
    if (state.frozen) return;
    state.connections++;
    const upstream = connect({ port: target, host: "127.0.0.1", noDelay: true });
    open.add(upstream);
    client.on("data", (chunk: Buffer) => {
      if (state.frozen) return;
      state.sent += chunk.length;
      if (state.sent >= state.limit) cut();
      else if (!upstream.write(chunk)) client.pause();
    });
    upstream.on("drain", () => client.resume());
    upstream.on("data", (chunk: Buffer) => {
      if (!state.frozen && !client.write(chunk)) upstream.pause();
    });
    client.on("drain", () => upstream.resume());
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on("error", () => undefined);
      socket.on("end", () => other.end());
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return state.connections;
    },
    get sent() {
      return state.sent;
    },
    cut,
    cutAfter: (bytes) => (state.limit = state.sent + bytes),
    freeze: () => (state.frozen = true),
    dropNext: (count) => (state.drop = count),
    close: () => {
      cut();
      return new Promise((closed) =>
        server.close(() => {
          closed();
        }),
      );
    },
  };
}
