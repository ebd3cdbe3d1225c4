import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { providerText } from "../../../providers/runtime/provider-text.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import { HttpCluster } from "../../support/http-cluster.js";
import { type Properties, type ProviderProcess, startProvider } from "../../support/provider-process.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(120_000);

export const NAMESPACE = "apps";
export const DOMAIN = "0123456789abcdef0123456789abcdef";

export type Type = "DevCertificates" | "Identity" | "ReadyGate" | "RouteGate" | "Traffic" | "VersionLedger";

/** What the engine remembers of a resource. */
export interface Deployed {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** A cluster with Gateway API and Vimana's kinds behind HTTP, and the real provider process of a project that uses it. */
export class Stage {
  private constructor(
    readonly cluster: FakeKubernetes,
    readonly api: HttpCluster,
    readonly project: string,
    readonly engine: FakeEngine,
    public provider: ProviderProcess,
  ) {}

  static async open(): Promise<Stage> {
    const gateway = { group: "gateway.networking.k8s.io", version: "v1" };
    const vimana = { group: "api.vimana.host", version: "v1alpha1" };
    const cluster = new FakeKubernetes({
      namespaces: [NAMESPACE],
      kinds: [
        { ...gateway, kind: "GRPCRoute" },
        { ...gateway, kind: "Gateway" },
        { ...vimana, kind: "Vimana" },
        { ...vimana, kind: "Server" },
      ],
    });
    const [api, engine] = await Promise.all([HttpCluster.start(cluster), startFakeEngine()]);
    const project = mkdtempSync(join(tmpdir(), "groundplan-vimana-"));
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

  urn(type: Type, name: string): string {
    return `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/vimana:${type}::${name}`;
  }

  inputs(type: Type, name: string, rest: Properties): Properties {
    return {
      __urn: this.urn(type, name),
      __provider: providerText(`vimana.${type}`),
      cluster: "lab",
      namespace: NAMESPACE,
      ...rest,
    };
  }

  /** What an `up` does with a resource: check, diff where there is one, then create or update if needed. */
  async up(inputs: Properties, before?: Deployed): Promise<Deployed & { readonly changed: boolean }> {
    const checked = await this.provider.check(before?.inputs ?? {}, inputs);
    expect(checked.failures).toEqual([]);
    if (before === undefined) {
      return { ...(await this.provider.create(checked.inputs)), inputs: checked.inputs, changed: true };
    }
    const { changes, replaces } = await this.provider.diff(before.id, before.properties, checked.inputs);
    expect(replaces).toEqual([]);
    if (changes !== true) return { ...before, inputs: checked.inputs, changed: false };
    const properties = await this.provider.update(before.id, before.properties, checked.inputs);
    return { id: before.id, properties, inputs: checked.inputs, changed: true };
  }

  /** What a refresh makes of a resource; the inputs stay those of the program. */
  async refresh(deployed: Deployed): Promise<Deployed & { readonly drifted: boolean }> {
    const { id, properties, inputs } = await this.provider.read(deployed.id, deployed.properties);
    expect(id).toBe(deployed.id);
    return { ...deployed, properties, drifted: inputs !== undefined };
  }

  /** Everything that was said about a resource, status lines left out. */
  said(type: Type, name: string): string {
    return this.engine.about(this.urn(type, name)).join("\n");
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
