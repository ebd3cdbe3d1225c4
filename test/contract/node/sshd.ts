import { wholePair } from "../../../lab/profiles/nodes/whole-pair.js";
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { utils } from "ssh2";
import { until } from "../../support/until.js";
import { startSshServer } from "../plugins/ssh-server.js";

/** An SSH server on this machine that lets the user in who runs the tests. */
export interface TestSshd {
  readonly port: number;
  /** The host keys that it shows, the first one an Ed25519 key. */
  readonly hostKeys: readonly string[];
  close(): Promise<void>;
}

/** How a server is to be. */
export interface SshdOptions {
  /** Public keys that are let in. */
  readonly authorized: readonly string[];
  /** Folder for its files; only this server's. */
  readonly folder: string;
  /** Folder with commands that come before all others. */
  readonly commands: string;
}

/** OpenSSH's server, where this machine has one that can run; sshd wants to be called by its full path. */
export const OPENSSH = findSshd();

/** Which server the tests run against, for their names. */
export const SERVER = OPENSSH === undefined ? "ssh2's own server (no usable OpenSSH sshd here)" : "OpenSSH";

export function startSshd(options: SshdOptions): Promise<TestSshd> {
  return OPENSSH === undefined ? startFallback(options) : startOpenSsh(OPENSSH, options);
}

function findSshd(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"];
  const found = folders.map((folder) => path.join(folder, "sshd")).find(isExecutable);
  if (found === undefined || userInfo().uid !== 0) return found;
  // For root, sshd gives up its rights to a user and a folder that must be there.
  const hasUser = spawnSync("getent", ["passwd", "sshd"]).status === 0;
  return hasUser && existsSync("/run/sshd") ? found : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function startOpenSsh(sshd: string, { authorized, folder, commands }: SshdOptions): Promise<TestSshd> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pairs = [
    wholePair(() => utils.generateKeyPairSync("ed25519")),
    utils.generateKeyPairSync("ecdsa", { bits: 256 }),
    utils.generateKeyPairSync("rsa", { bits: 2048 }),
  ];
  const files = pairs.map((pair, index) => write(path.join(folder, `host${index}`), pair.private));
  const port = await freePort();
  const config = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    ...files.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${write(path.join(folder, "authorized_keys"), authorized.map((key) => `${key}\n`).join(""))}`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    `SetEnv PATH=${commands}:${process.env["PATH"] ?? ""}`,
  ];
  const file = write(path.join(folder, "sshd_config"), `${config.join("\n")}\n`);
  const server = spawn(sshd, ["-D", "-e", "-f", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  server.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) =>
    server.once("exit", () => {
      resolve();
    }),
  );
  await until(`sshd to listen on ${port}; it said: ${said}`, () => {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return listens(port);
  });
  return {
    port,
    hostKeys: pairs.map((pair) => pair.public),
    close: async () => {
      server.kill();
      await ended;
    },
  };
}

async function startFallback({ authorized, commands }: SshdOptions): Promise<TestSshd> {
  // That server gives commands the PATH of this process.
  if (process.env["PATH"]?.startsWith(`${commands}:`) !== true) {
    process.env["PATH"] = `${commands}:${process.env["PATH"] ?? ""}`;
  }
  const server = await startSshServer({ user: userInfo().username, publicKey: authorized[0] ?? "" });
  return { port: server.port, hostKeys: [server.hostKey], close: () => server.close() };
}

function write(file: string, content: string): string {
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
