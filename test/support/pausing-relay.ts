import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server of DNS over TCP that stands still at a chosen message. */
export interface PausingRelay {
  readonly port: number;
  /**
   * Stands still at the nth message from now on, before the server gets it or before its answer comes back.
   * @returns when it stands still
   */
  pauseAt(message: number, moment: "before" | "after"): Promise<void>;
  /** Breaks what is open and lets everything through from now on. */
  release(): void;
  close(): Promise<void>;
}

interface Pause {
  left: number;
  readonly moment: "before" | "after";
  reached(): void;
}

export async function pausingRelay(host: string, port: number): Promise<PausingRelay> {
  const open = new Set<Socket>();
  let pause: Pause | undefined;
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let received = Buffer.alloc(0);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const frame = received.subarray(0, end);
        received = received.subarray(end);
        const isIt = pause !== undefined && --pause.left === 0;
        if (isIt) silent = true;
        if (!silent || (isIt && pause?.moment === "after")) upstream.write(frame);
        if (isIt && pause?.moment === "before") pause.reached();
      }
    });
    upstream.on("data", (chunk: Buffer) => {
      if (silent && pause?.moment === "after") pause.reached();
      if (!silent) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const release = (): void => {
    pause = undefined;
    silent = false;
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    pauseAt: (message, moment) =>
      new Promise((resolve) => {
        pause = { left: message, moment, reached: resolve };
      }),
    release,
    close: () => {
      release();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
