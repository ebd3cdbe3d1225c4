import { z } from "zod";
import { FakeNode } from "../../../clients/node/fake.js";
import type { JsonObject } from "../../../model/shared/json.js";
import type { OwnerScope } from "../../../model/shared/ownership.js";
import type { Gate, NodeWorkload } from "../../../providers/node/definition.js";
import { nodeHandlers } from "../../../providers/node/node-handlers.js";
import { workloadInputs, type WorkloadOutputs } from "../../../providers/node/workload-inputs.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import type { KindState } from "../../../providers/runtime/kind.js";

export const SCOPE: OwnerScope = { installation: "abc123", project: "shop", stack: "dev" };
const GIB = 2 ** 30;

const inputs = z.strictObject({
  ...workloadInputs,
  size: z.int(),
  password: z.string().optional(),
});
export type ThingInputs = z.output<typeof inputs>;
export type ThingOutputs = WorkloadOutputs & { place: string };
const found = z.object({ size: z.number(), running: z.boolean() });
type Found = z.output<typeof found>;

/** A sort of workload that has everything a sort can have. */
export const thingOnNode: NodeWorkload<ThingInputs, Found, ThingOutputs> = {
  sort: "thing",
  order: 20,
  secretInputs: ["password"],
  lacks: (_inputs, facts) => ("podman" in facts.tools ? [] : ["there is no podman"]),
  use: ({ size }) => ({ cru: 0, mru: 0, sru: size * GIB, hru: 0 }),
  ensure: { name: "thing-ensure", text: "record_begin\nrecord_done", secrets: ["password"] },
  inspect: { name: "thing-inspect", text: "each_record thing :" },
  remove: { name: "thing-remove", text: "record_remove" },
  parameters: ({ size, password }) => ({ size, password: password ?? "" }),
  found,
  asFound: ({ size, running }, { inputs: last }) => ({
    inputs: { ...last, size },
    outputs: { place: `/things/${size}` },
    drift: running ? [] : ["process: not running"],
  }),
  refusals: ({ news, found: now }) =>
    now !== undefined && news.size < now.size ? [`cannot shrink below ${now.size}`] : [],
  steps: (old, { size }) => (old === undefined ? ["make a thing"] : [`resize to ${String(size)}`]),
};

/** One thing as the pretended node has it. */
interface Thing {
  size: number;
  running: boolean;
  token: string;
  state: string;
  spec: string;
  /** Set when the thing itself is gone, and only its record is left. */
  lost: boolean;
}

/** A node that keeps things, and processes that work with it one after another. */
export class World {
  readonly things = new Map<string, Thing>();
  readonly lines: string[] = [];
  tools: readonly string[] = ["podman"];
  /** What others take of the node's 8 GiB of ssd. */
  takenByOthers = 0;
  gate: Gate | undefined;
  /** What the next scripts that bring things about answer, instead of what they should. */
  ensureAnswers: JsonObject | undefined;
  node = this.#connect();
  now = 0;
  #tokens = 0;
  #entry = this.#found();

  /** Another process: nothing is remembered. */
  nextProcess(): void {
    this.node = this.#connect();
    this.#entry = this.#found();
  }

  /** Names of the scripts that ran in this process. */
  get ran(): string[] {
    return this.node.calls.map(({ script }) => script);
  }

  handlers() {
    return nodeHandlers(thingOnNode, this.gate);
  }

  context(resource = "web", token = "", scope = SCOPE): KindContext {
    return {
      urn: `urn:pulumi:dev::shop::thing::${resource}`,
      resource,
      scope,
      token,
      signal: AbortSignal.timeout(60_000),
      // The kinds of these tests ask for nodes only.
      target: <C>() => Promise.resolve(this.#entry as C),
      info: (line) => this.lines.push(line),
      warn: (line) => this.lines.push(line),
      status: () => undefined,
      now: () => this.now,
    };
  }

  async create(given: Partial<ThingInputs> = {}, resource = "web", scope = SCOPE): Promise<Known> {
    const token = `token-${(this.#tokens += 1)}`;
    const news = thingInputs(given);
    const made = await this.handlers().create(this.context(resource, token, scope), news);
    return { id: made.id, token, resource, state: { inputs: news, outputs: made.outputs } };
  }

  async read({
    id,
    token,
    resource,
    state,
  }: Known): Promise<KindState<ThingInputs, ThingOutputs> | undefined> {
    return this.handlers().read(this.context(resource, token), id, state);
  }

  async update(known: Known, given: Partial<ThingInputs>): Promise<ThingOutputs> {
    const { id, token, resource, state } = known;
    const news = thingInputs(given);
    return (await this.handlers().update(this.context(resource, token), id, state, news)).outputs;
  }

  async remove({ id, token, resource, state }: Known): Promise<void> {
    await this.handlers().delete(this.context(resource, token), id, state);
  }

  async plan(
    known: Known | undefined,
    given: Partial<ThingInputs>,
    unknown: readonly string[] = [],
  ): Promise<readonly string[]> {
    const old = known === undefined ? undefined : { id: known.id, ...known.state };
    const news = Object.fromEntries(
      Object.entries(thingInputs(given)).filter(([name]) => !unknown.includes(name)),
    );
    const request = { old, news, unknown, preview: true };
    const plan = await this.handlers().plan?.(this.context(known?.resource), request);
    return plan?.steps ?? [];
  }

  #connect(): FakeNode {
    return new FakeNode({
      "thing-ensure": (parameters) => this.#ensure(parameters),
      "thing-inspect": (parameters) => this.#look(textIn(parameters, "id")),
      "thing-remove": (parameters) => {
        const id = textIn(parameters, "id");
        const thing = this.things.get(id);
        if (thing !== undefined && thing.token !== textIn(parameters, "token"))
          return { heldBy: "abc123/shop/dev/other" };
        this.things.delete(id);
        return { heldBy: "" };
      },
      "records-sum": () => ({ cru: 0, mru: 0, sru: this.takenByOthers, hru: 0 }),
      probe: () => this.#probe(),
    });
  }

  #found(): object {
    const open = { name: "node1", client: this.node, pools: {} };
    return { name: "node1", settings: { jumpHosts: [] }, open: () => Promise.resolve(open) };
  }

  #ensure(parameters: JsonObject): JsonObject {
    const id = textIn(parameters, "id");
    const thing = { size: Number(parameters["size"]), token: textIn(parameters, "token") };
    const spec = textIn(parameters, "spec");
    this.things.set(id, { ...thing, spec, running: true, state: "done", lost: false });
    return this.ensureAnswers ?? this.#look(id);
  }

  #look(only: string): JsonObject {
    const all = [...this.things].filter(([id]) => only === "" || id === only);
    return {
      workloads: all
        .filter(([, { lost }]) => !lost)
        .map(([id, { size, running }]) => ({ id, own: { size, running } })),
      records: all.map(([id, { token, state }]) => ({ id, owner: "someone", token, state })),
    };
  }

  #probe(): JsonObject {
    return {
      ...{ kernel: "6.1", architecture: "x86_64", hostname: "node1", osId: "debian", osVersion: "12" },
      ...{ bootId: null, clock: 0, user: 0, cgroup: 2, systemd: false, kernelWireguard: false },
      ...{ memory: 16 * GIB, cpus: 4, diskSize: 8 * GIB, diskFree: 8 * GIB, workloads: [] },
      tools: this.tools.map((name) => ({ name, version: "1.0" })),
      pools: [
        {
          ...{ disk: "ssd", path: "/mnt/ssd", exists: true, filesystem: "btrfs", quota: "qgroup" },
          ...{ size: 8 * GIB, free: 8 * GIB },
        },
      ],
    };
  }
}

/** What a state knows of a thing. */
export interface Known {
  readonly id: string;
  readonly token: string;
  readonly resource: string;
  readonly state: KindState<ThingInputs, ThingOutputs>;
}

export function thingInputs(given: Partial<ThingInputs> = {}): ThingInputs {
  return inputs.parse({ node: "node1", size: 1, ...given });
}

function textIn(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string") throw new Error(`${name} is to be a text`);
  return value;
}
