import { setTimeout as delay } from "node:timers/promises";
import type { Duplex } from "node:stream";
import type { AuthenticationType, Client, ConnectConfig } from "ssh2";
import { Failure } from "../../../model/shared/errors.js";
import type { Connection, Endpoint } from "./connection.js";
import type { Doing } from "./lifecycle.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

class WrongHostKey extends Failure {}

/**
 * Connects, trying again while dials fail: a machine may still be booting.
 * @param act Works on the connection, which is closed afterwards.
 * @throws Failure that names the machine and the last reason, never a credential.
 */
export async function withConnection<T>(
  connection: Connection,
  doing: Doing,
  act: (client: Client) => Promise<T>,
): Promise<T> {
  const { Client } = await import("ssh2");
  const opened: Client[] = [];
  const open = async (endpoint: Endpoint, through?: Client): Promise<Client> => {
    const client = new Client();
    opened.push(client);
    const sock = through === undefined ? undefined : await tunnel(through, endpoint);
    await ready(client, endpoint, sock);
    return client;
  };
  const close = (): void => {
    for (const client of opened.splice(0)) client.destroy();
  };
  doing.signal.addEventListener("abort", close, { once: true });
  try {
    const client = await persistently(connection, doing, async () => {
      close();
      const { proxy } = connection;
      return open(connection, proxy === undefined ? undefined : await open(proxy));
    });
    return await act(client);
  } finally {
    doing.signal.removeEventListener("abort", close);
    close();
  }
}

async function persistently(endpoint: Endpoint, doing: Doing, dial: () => Promise<Client>): Promise<Client> {
  for (let dials = 1, pause = FIRST_PAUSE_MS; ; dials++, pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    try {
      return await dial();
    } catch (error) {
      const isOver = endpoint.dialErrorLimit >= 0 && dials > endpoint.dialErrorLimit;
      if (error instanceof WrongHostKey || isOver || doing.signal.aborted)
        throw described(error, endpoint, dials);
      doing.say.status(`dial ${dials} failed, trying again`);
      await delay(pause, undefined, { signal: doing.signal }).catch(() => undefined);
    }
  }
}

function described(error: unknown, endpoint: Endpoint, dials: number): Failure {
  if (error instanceof WrongHostKey) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure({
    what: `cannot connect after ${dials} ${dials === 1 ? "dial" : "dials"}: ${reason}`,
    where: `ssh ${endpoint.user}@${endpoint.host}:${endpoint.port}`,
    next: "Check the address, the user, the key and that sshd answers",
  });
}

function tunnel(client: Client, { host, port }: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(error);
    });
  });
}

function ready(client: Client, endpoint: Endpoint, sock: Duplex | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let wrongKey: WrongHostKey | undefined;
    client.once("ready", () => {
      // Requests wait for their answers one by one: held-back packets would cost 40 ms each.
      client.setNoDelay(true);
      resolve();
    });
    client.on("error", (error) => {
      reject(wrongKey ?? error);
    });
    client.once("close", () => {
      reject(new Error("the connection was closed"));
    });
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) => {
      answer(prompts.map(() => endpoint.password ?? ""));
    });
    try {
      client.connect({
        ...credentials(endpoint),
        ...(sock === undefined ? { host: endpoint.host, port: endpoint.port } : { sock }),
        username: endpoint.user,
        readyTimeout: endpoint.perDialTimeout * 1000,
        hostVerifier: (key: Buffer) => {
          if (isExpected(key, endpoint.hostKey)) return true;
          wrongKey = new WrongHostKey({
            what: "the server shows another host key than the connection expects",
            where: `ssh ${endpoint.user}@${endpoint.host}:${endpoint.port}`,
            next: "Find out whether the machine was rebuilt, then correct connection.hostKey",
          });
          return false;
        },
      });
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** A key is tried first, then the agent's keys, then the password. */
function credentials(endpoint: Endpoint): ConnectConfig {
  const { password, privateKey, privateKeyPassword } = endpoint;
  const agent = endpoint.agentSocketPath ?? process.env["SSH_AUTH_SOCK"];
  const authHandler: AuthenticationType[] = [];
  const config: ConnectConfig = { authHandler };
  if (privateKey !== undefined) {
    authHandler.push("publickey");
    config.privateKey = privateKey;
    if (privateKeyPassword !== undefined) config.passphrase = privateKeyPassword;
  }
  if (agent !== undefined) {
    authHandler.push("agent");
    config.agent = agent;
  }
  if (password !== undefined) {
    authHandler.push("password", "keyboard-interactive");
    config.password = password;
    config.tryKeyboard = true;
  }
  return config;
}

function isExpected(key: Buffer, hostKey: string | undefined): boolean {
  return hostKey === undefined || hostKey.split(/\s+/).includes(key.toString("base64"));
}
