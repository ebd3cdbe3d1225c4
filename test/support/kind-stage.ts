import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FakeKubernetes } from "../../clients/kubernetes/fake/client.js";
import { providerText } from "../../providers/runtime/provider-text.js";
import { bringUp } from "./bring-up.js";
import { type FakeEngine, startFakeEngine } from "./fake-engine.js";
import { HttpCluster } from "./http-cluster.js";
import { type Properties, type ProviderProcess, startProvider } from "./provider-process.js";

/** What the engine remembers of a resource. */
export interface Deployed {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** What a stage stands on. */
export interface StageParts {
  /** Pulumi's module of the kinds. */
  readonly module: string;
  readonly api: HttpCluster;
  /** Folder of the project. */
  readonly project: string;
  readonly engine: FakeEngine;
  /** The stack's configuration. */
  readonly config: Readonly<Record<string, string>>;
  readonly provider: ProviderProcess;
}

/**
 * @param module Pulumi's module of the kinds
 * @param cluster what stack files call `lab`
 * @param targets The stack's targets besides the cluster, such as `registries`.
 */
export async function openStage(
  module: string,
  cluster: FakeKubernetes,
  targets: Readonly<Record<string, unknown>> = {},
): Promise<StageParts> {
  const [api, engine] = await Promise.all([HttpCluster.start(cluster), startFakeEngine()]);
  const project = mkdtempSync(join(tmpdir(), `groundplan-${module}-`));
  const checkout = resolve(__dirname, "../..");
  for (const name of ["node_modules", "dist", "package.json"])
    symlinkSync(join(checkout, name), join(project, name));
  writeFileSync(join(project, "kubeconfig"), api.kubeconfig);
  const sections = { clusters: { lab: { kubeconfig: "kubeconfig" } }, ...targets };
  const config = {
    "groundplan:installation": "abc123",
    ...Object.fromEntries(
      Object.entries(sections).map(([key, section]) => [`groundplan:${key}`, JSON.stringify(section)]),
    ),
  };
  const provider = await startProvider({ project, engine: engine.address, config });
  return { module, api, project, engine, config, provider };
}

/**
 * A cluster behind HTTP and the real provider process of a project that uses it.
 *
 * @typeParam Type The kinds' Pulumi types.
 */
export class KindStage<Type extends string> {
  readonly api: HttpCluster;
  readonly engine: FakeEngine;
  provider: ProviderProcess;

  constructor(private readonly parts: StageParts) {
    this.api = parts.api;
    this.engine = parts.engine;
    this.provider = parts.provider;
  }

  /** A new process, as the next pulumi command starts it. */
  async nextCommand(): Promise<void> {
    await this.provider.stop();
    const { project, engine, config } = this.parts;
    this.provider = await startProvider({ project, engine: engine.address, config });
  }

  urn(type: Type, name: string): string {
    return `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/${this.parts.module}:${type}::${name}`;
  }

  inputs(type: Type, name: string, rest: Properties): Properties {
    return { __urn: this.urn(type, name), __provider: providerText(`${this.parts.module}.${type}`), ...rest };
  }

  /** What an `up` does with a resource: check, diff where there is one, then create or update if needed. */
  up(inputs: Properties, before?: Deployed): Promise<Deployed & { readonly changed: boolean }> {
    return bringUp(this.provider, inputs, before);
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

  /** Lines that told what was happening to a resource, earliest first. */
  progress(type: Type, name: string): string[] {
    return this.engine.about(this.urn(type, name), true);
  }

  async close(): Promise<void> {
    await this.provider.stop();
    this.engine.kill();
    await this.api.stop();
    rmSync(this.parts.project, { recursive: true });
  }
}

/** Runs a test on a stage of its own, which is closed in any case. */
export function onStages<S extends { close(): Promise<void> }>(
  open: () => Promise<S>,
): (act: (stage: S) => Promise<void>) => Promise<void> {
  return async (act) => {
    const stage = await open();
    try {
      await act(stage);
    } finally {
      await stage.close();
    }
  };
}
