import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { connectNode } from "../../../clients/node/connect.js";
import type { NodeError } from "../../../clients/node/errors.js";
import type { NodeAddress, NodeClient, NodeOptions, NodeScript } from "../../../clients/node/types.js";
import { newKey } from "../plugins/ssh-server.js";
import { tempFolder } from "../plugins/temp-folder.js";
import { startProxy, type CuttableProxy } from "./cuttable-proxy.js";
import { startSshd, type TestSshd } from "./sshd.js";

/** Servers, the ways to them and clients of one test file; everything is closed when the file is done. */
export class NodeScene {
  readonly folder = tempFolder();
  readonly key = newKey();
  readonly #closing: (() => Promise<void>)[] = [];

  constructor() {
    mkdirSync(this.commands);
    this.command("sudo", 'if [ "$1" = -n ]; then shift; exec env GROUNDPLAN_SUDO=yes "$@"; fi\nexit 1');
  }

  /** Folder of commands that come before all others on the servers. */
  get commands(): string {
    return path.join(this.folder, "commands");
  }

  /** Puts a command on the servers. */
  command(name: string, body: string): void {
    writeFileSync(path.join(this.commands, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }

  async server(name = "server"): Promise<TestSshd> {
    const folder = path.join(this.folder, name);
    const server = await startSshd({ authorized: [this.key.public], folder, commands: this.commands });
    this.#closing.push(() => server.close());
    return server;
  }

  async proxy(server: TestSshd): Promise<CuttableProxy> {
    const proxy = await startProxy(server.port);
    this.#closing.push(() => proxy.close());
    return proxy;
  }

  address(server: TestSshd, changes: Partial<NodeAddress> = {}): NodeAddress {
    return {
      address: "127.0.0.1",
      port: server.port,
      user: userInfo().username,
      hostKeys: [server.hostKeys[0] ?? ""],
      hostKeysAt: "groundplan:nodes.node1.hostKeys",
      credential: {
        type: "key",
        privateKey: this.key.private,
        at: "groundplan:nodesSecrets.node1.privateKey",
      },
      ...changes,
    };
  }

  async client(server: TestSshd, changes: Partial<NodeOptions> = {}): Promise<NodeClient> {
    const client = await connectNode({
      ...this.address(server),
      lockedBy: "ann@laptop",
      runFolder: path.join(this.folder, "run"),
      stateFolder: path.join(this.folder, "state"),
      ...changes,
    });
    this.#closing.push(() => client.close());
    return client;
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }
}

/** A script for one test. */
export function script(text: string, more: Partial<NodeScript> = {}): NodeScript {
  return { name: "try", text, ...more };
}

/** Answers that it is there. */
export const HELLO = script('answer text hello "$(id -un)"');

/** What a call that has to fail fails with. */
export async function failure(work: Promise<unknown>): Promise<NodeError> {
  try {
    await work;
  } catch (error) {
    return error as NodeError;
  }
  throw new Error("it should have failed");
}
