import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { providerText } from "../../../providers/runtime/provider-text.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import { HttpCluster } from "../../support/http-cluster.js";
import { type Properties, type ProviderProcess, startProvider } from "../../support/provider-process.js";
import { RegistryStub } from "../../unit/oci/registry-stub.js";
import { World } from "../../unit/imagehub-providers/world.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(60_000);

type Type = "DataPack" | "HubSync" | "OciImageRef" | "ImageRetirement";

/** A cluster and a registry behind HTTP, and the real provider process of a project that uses them. */
export class Stage {
  private constructor(
    readonly world: World,
    readonly cluster: HttpCluster,
    readonly registry: RegistryStub,
    readonly project: string,
    readonly engine: FakeEngine,
    public provider: ProviderProcess,
  ) {}

  static async open(): Promise<Stage> {
    const world = new World();
    world.now = Date.now();
    const [cluster, registry, engine] = await Promise.all([
      HttpCluster.start(world.kubernetes),
      RegistryStub.start(),
      startFakeEngine(),
    ]);
    const project = mkdtempSync(join(tmpdir(), "groundplan-imagehub-"));
    const checkout = resolve(__dirname, "../../..");
    for (const name of ["node_modules", "dist", "package.json"])
      symlinkSync(join(checkout, name), join(project, name));
    writeFileSync(join(project, "kubeconfig"), cluster.kubeconfig);
    const provider = await started(project, engine, registry);
    return new Stage(world, cluster, registry, project, engine, provider);
  }

  /** A new process, as the next pulumi command starts it. */
  async nextCommand(): Promise<void> {
    await this.provider.stop();
    this.provider = await started(this.project, this.engine, this.registry);
  }

  urn(type: Type, name: string): string {
    return `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/imagehub:${type}::${name}`;
  }

  inputs(type: Type, name: string, rest: Properties): Properties {
    return { __urn: this.urn(type, name), __provider: providerText(`imagehub.${type}`), ...rest };
  }

  /** What the engine does for a new resource: check, then create. */
  async create(inputs: Properties): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const checked = await this.provider.check({}, inputs);
    expect(checked.failures).toEqual([]);
    return { ...(await this.provider.create(checked.inputs)), inputs: checked.inputs };
  }

  async close(): Promise<void> {
    await this.provider.stop();
    this.engine.kill();
    await Promise.all([this.cluster.stop(), this.registry.stop()]);
    rmSync(this.project, { recursive: true });
  }
}

function started(project: string, engine: FakeEngine, registry: RegistryStub): Promise<ProviderProcess> {
  return startProvider({
    project,
    engine: engine.address,
    config: {
      "groundplan:installation": "abc123",
      "groundplan:clusters": JSON.stringify({ lab: { kubeconfig: "kubeconfig" } }),
      "groundplan:registries": JSON.stringify({
        lab: { host: "registry.test", endpoint: registry.endpoint },
      }),
    },
  });
}
