import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { connectError, hostKeyError, routeName, tunnelError } from "./connect-error.js";
import type { NodeError } from "./errors.js";
import { pinnedKeys } from "./host-keys.js";
import { loginMethod } from "./login.js";
import type { NodeAddress } from "./types.js";

/** A silent machine is given up after about four of these, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;
const KEEP_ALIVES = 3;

/** A connection on which commands can be run. */
export interface Dialled {
  readonly client: Client;
  /** Ends it and the connections to jump hosts that it runs through. */
  readonly end: () => void;
}

/**
 * Connects to the last of some machines, each one through those before it.
 * @throws NodeError Unreachable, Unauthorized, HostKeyMismatch or Invalid, about the machine that failed
 */
export async function dial(route: readonly NodeAddress[], timeoutMs: number): Promise<Dialled> {
  const clients: Client[] = [];
  const end = (): void => {
    for (const client of clients.toReversed()) client.end();
  };
  try {
    let before: { readonly client: Client; readonly machine: NodeAddress } | undefined;
    for (const [index, machine] of route.entries()) {
      const tunnel = before && (await openTunnel(before.client, before.machine, machine, timeoutMs));
      const client = await logIn(machine, routeName(route.slice(0, index + 1)), tunnel, timeoutMs);
      clients.push(client);
      before = { client, machine };
    }
    if (before === undefined) throw new RangeError("there is no machine to connect to");
    return { client: before.client, end };
  } catch (error) {
    end();
    throw error;
  }
}

function logIn(
  machine: NodeAddress,
  where: string,
  tunnel: Duplex | undefined,
  timeoutMs: number,
): Promise<Client> {
  const pinned = pinnedKeys(machine);
  const login = loginMethod(machine);
  return new Promise((resolve, reject) => {
    const client = new Client();
    let untrusted: NodeError | undefined;
    const refuse = (error: unknown): void => {
      client.destroy();
      reject(untrusted ?? connectError(error, machine, where, timeoutMs));
    };
    // A second error of a connection that failed or broke tells nothing new, and unheard it would end the process.
    client.on("error", refuse);
    client.once("close", () => {
      refuse(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" }));
    });
    client.once("ready", () => {
      client.setNoDelay(true);
      resolve(client);
    });
    client.connect({
      ...(tunnel === undefined ? { host: machine.address, port: machine.port } : { sock: tunnel }),
      username: machine.user,
      authHandler: [login],
      algorithms: { serverHostKey: pinned.algorithms },
      hostVerifier: (key: Buffer) => {
        if (pinned.accepts(key)) return true;
        untrusted ??= hostKeyError(machine, where, key, pinned);
        return false;
      },
      readyTimeout: timeoutMs,
      keepaliveInterval: KEEP_ALIVE_MS,
      keepaliveCountMax: KEEP_ALIVES,
    });
  });
}

function openTunnel(
  client: Client,
  jump: NodeAddress,
  target: NodeAddress,
  timeoutMs: number,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown): void => {
      reject(tunnelError(error, jump, target));
    };
    const timer = setTimeout(() => {
      refuse(new Error(`no answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    client.forwardOut("127.0.0.1", 0, target.address, target.port, (error, channel) => {
      clearTimeout(timer);
      if (error === undefined) resolve(channel);
      else refuse(error);
    });
  });
}
