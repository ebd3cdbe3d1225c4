import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { objectKey } from "../../../model/shared/kubernetes-object.js";
import { providerText } from "../../../providers/runtime/provider-text.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import { type Properties, type ProviderProcess, startProvider } from "../../support/provider-process.js";
import { HttpCluster } from "../../support/http-cluster.js";
import { runControllers } from "./controllers.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/workspace:Sync::shop";

/** What the engine remembers of a resource. */
export interface Deployed {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** A cluster with controllers behind HTTP, and the real provider process of a project that uses it. */
export class Stage {
  private constructor(
    readonly cluster: FakeKubernetes,
    readonly api: HttpCluster,
    readonly project: string,
    readonly engine: FakeEngine,
    public provider: ProviderProcess,
  ) {}

  static async open(): Promise<Stage> {
    const cluster = new FakeKubernetes({ namespaces: ["shop"], garbageCollection: true });
    const [api, engine] = await Promise.all([HttpCluster.start(cluster), startFakeEngine()]);
    api.settle = () => runControllers(cluster);
    const project = mkdtempSync(join(tmpdir(), "groundplan-workspace-"));
    const checkout = resolve(__dirname, "../../..");
    for (const name of ["node_modules", "dist", "package.json"])
      symlinkSync(join(checkout, name), join(project, name));
    writeFileSync(join(project, "kubeconfig"), api.kubeconfig);
    const provider = await started(project, engine);
    return new Stage(cluster, api, project, engine, provider);
  }

  /** A new process, as the next pulumi command starts it. */
  async nextCommand(): Promise<void> {
    await this.provider.stop();
    this.provider = await started(this.project, this.engine);
  }

  /** Inputs of a workspace with these objects in namespace `shop`. */
  inputs(objects: readonly KubeObject[], rest: Properties = {}): Properties {
    const texts = (wanted: readonly KubeObject[]): Record<string, string> =>
      Object.fromEntries(wanted.map((object) => [objectKey(object), JSON.stringify(object)]));
    return {
      __urn: URN,
      __provider: providerText("workspace.Sync"),
      cluster: "lab",
      name: "shop",
      namespace: "shop",
      objects: texts(objects.filter(({ kind }) => kind !== "Secret")),
      secrets: texts(objects.filter(({ kind }) => kind === "Secret")),
      revision: "abcdef0123456789",
      ...rest,
    };
  }

  /** What an `up` does with a resource: check, diff where there is one, then create or update if needed. */
  async up(inputs: Properties, before?: Deployed): Promise<Deployed & { readonly changed: boolean }> {
    const checked = await this.provider.check(before?.inputs ?? {}, inputs);
    expect(checked.failures).toEqual([]);
    if (before === undefined) {
      const made = await this.provider.create(checked.inputs);
      return { ...made, inputs: checked.inputs, changed: true };
    }
    const { changes, replaces } = await this.provider.diff(before.id, before.properties, checked.inputs);
    expect(replaces).toEqual([]);
    if (changes !== true) return { ...before, inputs: checked.inputs, changed: false };
    const properties = await this.provider.update(before.id, before.properties, checked.inputs);
    return { id: before.id, properties, inputs: checked.inputs, changed: true };
  }

  /** Everything that was said about the resource, ephemeral status lines left out. */
  said(): string {
    return this.engine.about(URN).join("\n");
  }

  /** Lines that told what was happening, earliest first. */
  progress(): string[] {
    return this.engine.about(URN, true);
  }

  /** What is in the cluster, as `Kind/name`, but for what the cluster itself made. */
  present(): string[] {
    return this.cluster
      .objects()
      .map(({ kind, metadata }) => `${kind}/${metadata.name ?? ""}`)
      .sort();
  }

  async close(): Promise<void> {
    await this.provider.stop();
    this.engine.kill();
    await this.api.stop();
    rmSync(this.project, { recursive: true });
  }
}

function started(project: string, engine: FakeEngine): Promise<ProviderProcess> {
  return startProvider({
    project,
    engine: engine.address,
    config: {
      "groundplan:installation": "abc123",
      "groundplan:clusters": JSON.stringify({ lab: { kubeconfig: "kubeconfig" } }),
    },
  });
}
