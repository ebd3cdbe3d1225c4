import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  hostFacts,
  nodeAccess,
  NODES,
  restartNode,
  toolboxSource,
  type NodeName,
} from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import { providerText } from "../../providers/runtime/provider-text.js";
import { NodeSession, type Ended } from "./node-session.js";
import { bringUp } from "./bring-up.js";
import { type FakeEngine, startFakeEngine } from "./fake-engine.js";
import type { Deployed } from "./kind-stage.js";
import { testLab, type TestLab } from "./lab.js";
import { type Properties, ProviderError, type ProviderProcess, startProvider } from "./provider-process.js";

/** What a preview says of a resource. */
export interface Previewed {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  /** What was said about it during the preview. */
  readonly said: string;
}

export interface NodeStageOptions {
  /** Whose objects these are; two stages with different ones are two stacks. Default `abc123`. */
  readonly installation?: string;
  /** Who logs in; everybody but root works by `sudo -n`. Default root. */
  readonly user?: string;
  /** Pulumi's module of the kinds. Default `reservation`. */
  readonly module?: string;
  /** Sections of the stack file besides the nodes: `{ identities: {…}, nodesSecrets: {…} }`. */
  readonly sections?: Readonly<Record<string, unknown>>;
}

/** The stack file's `groundplan:nodes` of a lab; as root, or as a user who becomes root by `sudo -n`. */
export function nodesOf(lab: TestLab, user = "root"): Readonly<Record<NodeName, Record<string, unknown>>> {
  const [node1, node2, node3] = NODES.map((name) => {
    const { address, port, hostKey, privateKeyFile } = nodeAccess(labFolder(lab.folder), name);
    const pools = { hdd: "/mnt/hdd", ssd: "/mnt/ssd" };
    return { address, port, user, hostKeys: [hostKey], privateKeyFile, pools, publicAddress: address };
  });
  if (node1 === undefined || node2 === undefined || node3 === undefined) throw new Error("too few nodes");
  return { node1, node2, node3 };
}

/** The real provider process of a project whose stack has the nodes of this worker's lab. */
export class NodeStage {
  readonly #sessions = new Map<NodeName, Promise<NodeSession>>();

  private constructor(
    readonly lab: TestLab,
    readonly engine: FakeEngine,
    private readonly project: string,
    private readonly config: Readonly<Record<string, string>>,
    private readonly module: string,
    public provider: ProviderProcess,
  ) {}

  static async open({
    installation = "abc123",
    user = "root",
    module = "reservation",
    sections = {},
  }: NodeStageOptions = {}): Promise<NodeStage> {
    const [lab, engine] = await Promise.all([testLab(["nodes"]), startFakeEngine()]);
    const project = mkdtempSync(join(tmpdir(), `groundplan-${module}-`));
    const checkout = resolve(__dirname, "../..");
    for (const name of ["node_modules", "dist", "package.json"])
      symlinkSync(join(checkout, name), join(project, name));
    const config = {
      "groundplan:installation": installation,
      ...Object.fromEntries(
        Object.entries({ nodes: nodesOf(lab, user), ...sections }).map(([key, section]) => [
          `groundplan:${key}`,
          JSON.stringify(section),
        ]),
      ),
    };
    const provider = await startProvider({ project, engine: engine.address, config });
    return new NodeStage(lab, engine, project, config, module, provider);
  }

  /** A new process, as the next pulumi command starts it. */
  async nextCommand(): Promise<void> {
    await this.provider.stop();
    this.provider = await startProvider({
      project: this.project,
      engine: this.engine.address,
      config: this.config,
    });
  }

  urn(type: string, name: string): string {
    return `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/${this.module}:${type}::${name}`;
  }

  inputs(type: string, name: string, rest: Properties): Properties {
    return {
      __urn: this.urn(type, name),
      __provider: providerText(`${this.module}.${type}`),
      ...rest,
    };
  }

  /** What an `up` does with a resource that is not replaced. */
  up(inputs: Properties, before?: Deployed): Promise<Deployed & { readonly changed: boolean }> {
    return bringUp(this.provider, inputs, before);
  }

  /** What a `preview` does with a resource. Rejects with what the preview would refuse. */
  async preview(inputs: Properties, before?: Deployed): Promise<Previewed> {
    const urn = inputs["__urn"];
    if (typeof urn !== "string") throw new Error("inputs() gives inputs their URN");
    const told = this.engine.about(urn).length;
    const checked = await this.provider.check(before?.inputs ?? {}, { ...inputs, __preview: true });
    expect(checked.failures).toEqual([]);
    const { changes, replaces } =
      before === undefined
        ? { changes: true, replaces: [] }
        : await this.provider.diff(before.id, before.properties, checked.inputs);
    return { changes: changes === true, replaces, said: this.engine.about(urn).slice(told).join("\n") };
  }

  /** What a refresh makes of a resource; the id is empty when it is gone. The inputs stay those of the program. */
  async refresh(deployed: Deployed): Promise<Deployed> {
    const { id, properties } = await this.provider.read(deployed.id, deployed.properties);
    return { ...deployed, id, properties };
  }

  /** An `up` that fails, and the removal of what it left behind. @returns What was said. */
  async failed(inputs: Properties): Promise<string> {
    const error: unknown = await this.up(inputs).then(
      () => new Error("the up was to fail, and did not"),
      (reason: unknown) => reason,
    );
    if (!(error instanceof ProviderError)) throw error;
    if (error.saved !== undefined) await this.delete(error.saved);
    return error.message;
  }

  async delete({ id, properties }: Deployed): Promise<void> {
    await this.provider.delete(id, properties);
  }

  /** Everything that was said about a resource, status lines left out. */
  said(type: string, name: string): string {
    return this.engine.about(this.urn(type, name)).join("\n");
  }

  /** Runs a shell script as root on a node, in a session of the test's own. */
  async on(node: NodeName, script: string): Promise<Ended> {
    let session = this.#sessions.get(node);
    if (session === undefined) {
      session = NodeSession.open(nodeAccess(labFolder(this.lab.folder), node), "root");
      this.#sessions.set(node, session);
    }
    return (await session).run(script);
  }

  /** The same for a script that has to succeed. @returns What it printed, without white space around it. */
  async say(node: NodeName, script: string): Promise<string> {
    const { code, out, err } = await this.on(node, script);
    if (code !== 0) throw new Error(`${node}: ended with ${code}: ${err}`);
    return out.trim();
  }

  /** Cuts a node's power and starts it again. */
  async restartNode(node: NodeName): Promise<void> {
    await this.#endSession(node);
    const report = { line: () => undefined, status: () => undefined };
    const folder = labFolder(this.lab.folder);
    await restartNode({ folder, host: hostFacts(), tools: toolboxSource(report), report }, node);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((node) => this.#endSession(node)));
    await this.provider.stop();
    this.engine.kill();
    rmSync(this.project, { recursive: true });
  }

  async #endSession(node: NodeName): Promise<void> {
    const session = this.#sessions.get(node);
    this.#sessions.delete(node);
    (await session)?.close();
  }
}

export const openNodeStage = (options?: NodeStageOptions): Promise<NodeStage> => NodeStage.open(options);
