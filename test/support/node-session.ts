import { readFileSync } from "node:fs";
import { Client } from "ssh2";
import type { NodeAccess } from "../../lab/profiles/index.js";

/** What a command on a node has said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A connection to one of the lab's nodes, whose key has to be the one that the lab tells. */
export class NodeSession {
  private constructor(private readonly client: Client) {}

  /** @param privateKey Default the key that the lab tells. */
  static async open(access: NodeAccess, username: string, privateKey?: string): Promise<NodeSession> {
    const client = new Client();
    const pinned = Buffer.from(access.hostKey.split(" ")[1] ?? "", "base64");
    await new Promise<void>((resolve, reject) => {
      client.once("ready", resolve);
      client.on("error", reject);
      client.connect({
        host: access.address,
        port: access.port,
        username,
        privateKey: privateKey ?? readFileSync(access.privateKeyFile),
        hostVerifier: (key: Buffer) => key.equals(pinned),
      });
    });
    return new NodeSession(client);
  }

  /** Runs a shell script, which is sent on standard input. */
  run(script: string, shell = "sh -eu"): Promise<Ended> {
    return new Promise((resolve, reject) => {
      this.client.exec(shell, (error, channel) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        const out: Buffer[] = [];
        const err: Buffer[] = [];
        channel.on("data", (chunk: Buffer) => out.push(chunk));
        channel.stderr.on("data", (chunk: Buffer) => err.push(chunk));
        channel.on("close", (code: number | null) => {
          resolve({
            code: code ?? -1,
            out: Buffer.concat(out).toString(),
            err: Buffer.concat(err).toString(),
          });
        });
        channel.end(script);
      });
    });
  }

  /** The same for a script that has to succeed. @returns What it printed. */
  async say(script: string, shell?: string): Promise<string> {
    const { code, out, err } = await this.run(script, shell);
    if (code !== 0) throw new Error(`ended with ${code}: ${err}`);
    return out.trim();
  }

  close(): void {
    this.client.end();
  }
}
