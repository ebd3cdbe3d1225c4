import { createHash } from "node:crypto";
import { NODES, nodeAccess, type NodeName } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import { publicKeyOfSigner } from "../../model/reservation/sign/signature-file.js";
import { NodeSession } from "./node-session.js";
import { testLab, type TestLab } from "./lab.js";
import { TestStack } from "./stack.js";

/** The seed of somebody who signs in tests. */
export function seedOf(name: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`seed of ${name}`).digest());
}

/** An identity of a stack file whose seed is elsewhere. */
export function identity(tid: string, name: string): Readonly<Record<string, string>> {
  return { tid, publicKey: publicKeyOfSigner(seedOf(name)) };
}

/** One stack with reservations on the nodes of this worker's lab. */
export class ReservationScene {
  readonly #sessions = new Map<NodeName, Promise<NodeSession>>();

  private constructor(
    readonly lab: TestLab,
    readonly stack: TestStack,
  ) {}

  /**
   * @param name Stacks that exist at the same time need two.
   * @param profiles of the lab, besides its nodes
   * @param variables the user's own, in the environment of every command
   */
  static async open(
    name: string,
    profiles: readonly string[] = [],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<ReservationScene> {
    const lab = await testLab(["nodes", ...profiles]);
    return new ReservationScene(lab, new TestStack(lab.folder, variables, undefined, name));
  }

  /** Writes the stack file: the lab's nodes, and what a test adds. */
  configure(sections: Readonly<Record<string, unknown>>): void {
    this.stack.configure({
      installation: "0123456789ab",
      "pulumi:disable-default-providers": ["kubernetes"],
      nodes: this.nodes(),
      ...sections,
    });
  }

  /** The lab's nodes as a stack file has them. */
  nodes(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    return Object.fromEntries(NODES.map((name) => [name, this.#settingsOf(name)]));
  }

  /** An operation that succeeds. @returns What a user sees. */
  async make(operation: "up" | "preview" | "refresh" | "destroy"): Promise<string> {
    const { code, output } = await this.stack.make(operation);
    if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
    return output;
  }

  /** An operation that fails. @returns What a user sees. */
  async refused(operation: "up" | "preview" | "destroy"): Promise<string> {
    const { code, output } = await this.stack.make(operation);
    if (code === 0) throw new Error(`${operation} was not refused:\n${output}`);
    return output;
  }

  /** What a script of root prints on a node. */
  async say(node: NodeName, script: string): Promise<string> {
    let session = this.#sessions.get(node);
    if (session === undefined) {
      session = NodeSession.open(nodeAccess(labFolder(this.lab.folder), node), "root");
      this.#sessions.set(node, session);
    }
    return (await session).say(script);
  }

  /** Everything of ours on all nodes: workloads, records, namespaces, services. Empty when there is nothing. */
  async traces(): Promise<string> {
    const found = await Promise.all(
      NODES.map((node) =>
        this.say(
          node,
          `ls -d /var/lib/groundplan/w/* /var/lib/groundplan/reservations/* /var/lib/groundplan/s/* \\
            /mnt/*/*-* /run/netns/* 2>/dev/null || :
          podman ps -a --format '{{.Names}}'; podman secret ls --format '{{.Name}}'`,
        ),
      ),
    );
    return found.join("").trim();
  }

  /** As a checkout's stack file has it: a stack that names files of the lab is one of the lab. */
  #settingsOf(name: NodeName): Readonly<Record<string, unknown>> {
    const { address } = nodeAccess(labFolder(this.lab.folder), name);
    return {
      addressFile: `.lab/nodes/${name}/address`,
      hostKeysFile: `.lab/nodes/${name}/host_key.pub`,
      privateKeyFile: ".lab/nodes/key",
      pools: { hdd: "/mnt/hdd", ssd: "/mnt/ssd" },
      publicAddress: address,
    };
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) (await session).close();
    await this.stack.dispose();
  }
}
