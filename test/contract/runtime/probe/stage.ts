import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeEngine, startFakeEngine } from "../../../support/fake-engine.js";
import {
  projectWithKinds,
  type Properties,
  type ProviderProcess,
  startProvider,
} from "../../../support/provider-process.js";

// Starting a process takes a second on an idle machine and several on a busy one.
jest.setTimeout(60_000);

export const urnOf = (name: string): string =>
  `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/probe:File::${name}`;

/** The text that states hold for the probe kind. Another test pins it to what the package makes. */
export const PROVIDER_TEXT = readFileSync(join(__dirname, "provider.txt"), "utf8");

/** A bag without some of its keys. */
export function without(bag: Properties, ...keys: string[]): Properties {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !keys.includes(key)));
}

/** An engine, a project, a target folder, and the real provider process between them. */
export class Stage {
  private readonly processes: ProviderProcess[] = [];
  private readonly engines: FakeEngine[] = [];

  private constructor(
    readonly project: string,
    /** Where the probe kind keeps its objects. */
    readonly target: string,
    public provider: ProviderProcess,
    public engine: FakeEngine,
  ) {
    this.processes.push(provider);
    this.engines.push(engine);
  }

  static async open(): Promise<Stage> {
    const project = projectWithKinds(join(__dirname, "kinds.ts"));
    const target = mkdtempSync(join(tmpdir(), "groundplan-target-"));
    const engine = await startFakeEngine();
    const provider = await startProvider({ project, engine: engine.address, config: configOf(target) });
    return new Stage(project, target, provider, engine);
  }

  /** Starts a new process with a new engine, as the next pulumi command does. */
  async nextCommand(changes: { project?: string; password?: string } = {}): Promise<void> {
    this.engine = await startFakeEngine();
    this.engines.push(this.engine);
    this.provider = await startProvider({
      project: changes.project ?? this.project,
      engine: this.engine.address,
      config: configOf(this.target, changes.password),
    });
    this.processes.push(this.provider);
  }

  /** Inputs as the program sends them. */
  inputs(name: string, rest: Properties = {}): Properties {
    return { folder: "main", name, __urn: urnOf(name), __provider: PROVIDER_TEXT, ...rest };
  }

  /** What the engine does for a new resource: check, then create. */
  async create(inputs: Properties): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const checked = await this.provider.check({}, inputs);
    expect(checked.failures).toEqual([]);
    return { ...(await this.provider.create(checked.inputs)), inputs: checked.inputs };
  }

  /** Names of the objects in the target that begin so. */
  objects(prefix = ""): string[] {
    return readdirSync(this.target)
      .filter((name) => name.startsWith(prefix) && name.endsWith(".json"))
      .sort();
  }

  object(name: string): { content: string; annotations: Record<string, string>; parts: number } {
    return JSON.parse(readFileSync(join(this.target, `${name}.json`), "utf8")) as ReturnType<Stage["object"]>;
  }

  /** Changes an object behind Pulumi's back. */
  meddle(name: string, change: Record<string, unknown>): void {
    writeFileSync(join(this.target, `${name}.json`), JSON.stringify({ ...this.object(name), ...change }));
  }

  /** Lets a create or update write its next part. */
  allowPart(name: string, part: number): void {
    writeFileSync(join(this.target, `${name}.json.part${part}`), "");
  }

  /** From now on the target lets in only who knows this. */
  lock(password: string): void {
    writeFileSync(join(this.target, ".password"), password);
  }

  /** The target does not answer any more. */
  killTarget(): void {
    rmSync(this.target, { recursive: true });
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    for (const engine of this.engines) engine.kill();
    for (const folder of [this.project, this.target]) {
      if (existsSync(folder)) rmSync(folder, { recursive: true });
    }
  }
}

function configOf(target: string, password?: string): Record<string, string> {
  return {
    "groundplan:installation": "i1",
    "groundplan:folders": JSON.stringify({ main: { path: target } }),
    ...(password === undefined
      ? {}
      : { "groundplan:foldersSecrets": JSON.stringify({ main: { password } }) }),
  };
}
