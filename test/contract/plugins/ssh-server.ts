import { wholePair } from "../../../lab/profiles/nodes/whole-pair.js";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { type Attributes, type Connection, Server, type SFTPWrapper, utils } from "ssh2";

/** One attempt to authenticate. */
export interface Attempt {
  readonly method: string;
  readonly user: string;
}

/** An SSH server in this process: commands run in a local shell, files are local ones. */
export interface SshServer {
  readonly port: number;
  /** The host key as in `known_hosts`. */
  readonly hostKey: string;
  readonly attempts: readonly Attempt[];
  /** Connections that were tunnelled, as `host:port`. */
  readonly tunnels: readonly string[];
  /** Refuses this many connections before it lets one in. */
  refuseNext(count: number): void;
  close(): Promise<void>;
}

/** What lets a client in. */
export interface Accepted {
  readonly user: string;
  readonly password?: string;
  /** Public key as in `authorized_keys`. */
  readonly publicKey?: string;
}

const { STATUS_CODE } = utils.sftp;

/** A new key pair in OpenSSH's format. */
export function newKey(passphrase?: string): { readonly private: string; readonly public: string } {
  const options = passphrase === undefined ? {} : { passphrase, cipher: "aes256-ctr", rounds: 4 };
  const pair = wholePair(() =>
    utils.generateKeyPairSync("ed25519", options as Parameters<typeof utils.generateKeyPairSync>[1]),
  );
  return { private: pair.private, public: pair.public };
}

export async function startSshServer(accepted: Accepted): Promise<SshServer> {
  const key = newKey();
  const attempts: Attempt[] = [];
  const tunnels: string[] = [];
  let refusals = 0;
  const ssh = new Server({ hostKeys: [key.private] }, (client) => {
    if (refusals > 0) {
      refusals--;
      client.end();
      return;
    }
    serve(client, accepted, attempts, tunnels);
  });
  // Packets held back until the last one is acknowledged would cost 40 ms each.
  const server = createServer({ noDelay: true }, (socket) => {
    ssh.injectSocket(socket);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: key.public,
    attempts,
    tunnels,
    refuseNext: (count) => (refusals = count),
    close: () =>
      new Promise((closed) =>
        server.close(() => {
          closed();
        }),
      ),
  };
}

function serve(client: Connection, accepted: Accepted, attempts: Attempt[], tunnels: string[]): void {
  client.on("error", () => undefined);
  client.on("authentication", (context) => {
    attempts.push({ method: context.method, user: context.username });
    const isKnown = context.username === accepted.user;
    if (isKnown && context.method === "password" && context.password === accepted.password) context.accept();
    else if (isKnown && context.method === "publickey" && isSameKey(context.key.data, accepted.publicKey))
      context.accept();
    else context.reject(["password", "publickey"]);
  });
  client.on("tcpip", (accept, _reject, { destIP, destPort }) => {
    tunnels.push(`${destIP}:${destPort}`);
    const channel = accept();
    const socket = connect(destPort, destIP);
    socket.on("error", () => channel.end());
    channel.on("error", () => socket.destroy());
    channel.pipe(socket).pipe(channel);
  });
  client.on("session", (accept) => {
    const session = accept();
    const env: Record<string, string> = {};
    session.on("env", (acceptEnv, _reject, { key, val }) => {
      env[key] = val;
      // The client need not wait for an answer.
      (acceptEnv as (() => void) | undefined)?.();
    });
    session.on("exec", (acceptExec, _reject, { command }) => {
      const channel = acceptExec();
      const child = spawn("/bin/sh", ["-c", command], { env: { PATH: process.env["PATH"], ...env } });
      // A command need not read what it is given.
      child.stdin.on("error", () => undefined);
      channel.pipe(child.stdin);
      child.stdout.on("data", (chunk: Buffer) => channel.write(chunk));
      child.stderr.on("data", (chunk: Buffer) => channel.stderr.write(chunk));
      child.once("close", (code) => {
        channel.exit(code ?? 1);
        channel.end();
      });
    });
    session.on("sftp", (acceptSftp) => {
      serveFiles(acceptSftp());
    });
  });
}

function isSameKey(data: Buffer, publicKey: string | undefined): boolean {
  return publicKey?.split(" ")[1] === data.toString("base64");
}

/** The part of SFTP that a copy needs. */
function serveFiles(sftp: SFTPWrapper): void {
  const files = new Map<number, number>();
  const answer = (id: number, act: () => void): void => {
    try {
      act();
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      sftp.status(id, isMissing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE, (error as Error).message);
    }
  };
  const done = (id: number): void => {
    sftp.status(id, STATUS_CODE.OK);
  };
  const attributes = (path: string): Attributes => {
    const { mode, uid, gid, size, atimeMs, mtimeMs } = fs.statSync(path);
    return { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 };
  };
  sftp.on("OPEN", (id, path) => {
    answer(id, () => {
      const file = fs.openSync(path, "w");
      files.set(file, 0);
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(file);
      sftp.handle(id, handle);
    });
  });
  sftp.on("WRITE", (id, handle, offset, data) => {
    answer(id, () => {
      fs.writeSync(handle.readUInt32BE(), data, 0, data.length, offset);
      done(id);
    });
  });
  sftp.on("CLOSE", (id, handle) => {
    answer(id, () => {
      fs.closeSync(handle.readUInt32BE());
      done(id);
    });
  });
  for (const call of ["FSETSTAT", "SETSTAT"] as const) {
    sftp.on(call, (id: number) => {
      done(id);
    });
  }
  for (const call of ["STAT", "LSTAT"] as const) {
    sftp.on(call, (id: number, path: string) => {
      answer(id, () => {
        sftp.attrs(id, attributes(path));
      });
    });
  }
  sftp.on("MKDIR", (id, path) => {
    answer(id, () => {
      fs.mkdirSync(path);
      done(id);
    });
  });
}
