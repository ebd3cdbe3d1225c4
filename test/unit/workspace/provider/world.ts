import { FakeKubernetes } from "../../../../clients/kubernetes/fake/client.js";
import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { objectKey } from "../../../../model/shared/kubernetes-object.js";
import type { KindContext } from "../../../../providers/runtime/context.js";
import type { Plan } from "../../../../providers/runtime/plan.js";
import { PartialFailure } from "../../../../providers/runtime/failure.js";
import { type SyncInputs, type SyncOutputs, workspaceSync } from "../../../../providers/workspace/sync.js";
import { syncHandlers } from "../../../../providers/workspace/sync.handlers.js";
import { CONTROLLERS, runControllers } from "../../../contract/workspace/controllers.js";

/** What a state knows of the workspace. */
export interface Known {
  readonly inputs: SyncInputs;
  readonly outputs: SyncOutputs;
  readonly token: string;
}

/** A cluster in memory with controllers, and the handlers of the kind. */
export class World {
  readonly cluster = new FakeKubernetes({ namespaces: ["shop"], garbageCollection: true });
  /** Lines that were said, latest last. */
  readonly said: string[] = [];
  readonly status: string[] = [];
  /** Number of the next request that is answered by nothing any more; the process is dead from then on. */
  diesAt = Infinity;
  #requests = 0;
  #tokens = 0;

  /** Milliseconds by which the clock is ahead. */
  ahead = 0;

  /** Whether the fatal request takes effect before the process dies. */
  diesAfterEffect = false;

  constructor() {
    this.cluster.inject((request, moment) => {
      if ("fieldManager" in request.options && request.options.fieldManager === CONTROLLERS) return undefined;
      if (moment === "before") this.#requests += 1;
      const isFatal = this.#requests === this.diesAt && (moment === "after" || !this.diesAfterEffect);
      if (isFatal || this.#requests > this.diesAt) return new Error("the process was killed");
      if (moment === "after") void this.settle();
      return undefined;
    });
  }

  /** Another process takes over. */
  revive(): void {
    this.diesAt = Infinity;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Lets controllers work; their requests do not count. */
  settle(): Promise<void> {
    return Promise.resolve().then(() => runControllers(this.cluster));
  }

  inputs(objects: readonly KubeObject[], rest: Partial<SyncInputs> = {}): SyncInputs {
    const texts = (wanted: readonly KubeObject[]): Record<string, string> =>
      Object.fromEntries(wanted.map((object) => [objectKey(object), JSON.stringify(object)]));
    return workspaceSync.inputs.parse({
      cluster: "lab",
      name: "shop",
      namespace: "shop",
      objects: texts(objects.filter(({ kind }) => kind !== "Secret")),
      secrets: texts(objects.filter(({ kind }) => kind === "Secret")),
      revision: "abcdef0123456789",
      ...rest,
    });
  }

  /** What `pulumi preview` does, in a process of its own. */
  preview(inputs: SyncInputs, old?: Known): Promise<Plan | undefined> {
    return this.plan(inputs, old, true);
  }

  /** What the update part of an `up` does to learn whether there is an update. */
  plan(inputs: SyncInputs, old?: Known, preview = false): Promise<Plan | undefined> {
    const before =
      old === undefined ? undefined : { id: "shop/shop", inputs: old.inputs, outputs: old.outputs };
    const planned = syncHandlers.plan?.(this.context(old?.token ?? ""), {
      old: before,
      news: inputs,
      unknown: [],
      preview,
    });
    return planned ?? Promise.resolve(undefined);
  }

  /** Creates, or updates what is known; a failure that must be remembered is thrown as it is. */
  async up(inputs: SyncInputs, old?: Known): Promise<Known> {
    const token = old?.token ?? `token-${(this.#tokens += 1)}`;
    const context = this.context(token);
    const { outputs } =
      old === undefined
        ? await syncHandlers.create(context, inputs)
        : await syncHandlers.update(context, "shop/shop", old, inputs);
    return { inputs, outputs, token };
  }

  /** {@link up} that is expected to stop half-way: what the state then knows, and why. */
  async upFailing(inputs: SyncInputs, old?: Known): Promise<Known & { readonly reasons: readonly string[] }> {
    const error: unknown = await this.up(inputs, old).catch((thrown: unknown) => thrown);
    if (!(error instanceof PartialFailure)) throw error;
    // What a kind throws are its own outputs.
    const outputs = error.outputs as unknown as SyncOutputs;
    return { inputs, outputs, token: old?.token ?? `token-${this.#tokens}`, reasons: error.reasons };
  }

  async read(known: Known): Promise<Known | undefined> {
    const found = await syncHandlers.read(this.context(known.token), "shop/shop", known);
    return found === undefined ? undefined : { ...found, token: known.token };
  }

  delete(known: Known): Promise<void> {
    return syncHandlers.delete(this.context(known.token), "shop/shop", known);
  }

  /** What is in the cluster as `Kind/name`, sorted. */
  present(): string[] {
    return this.cluster
      .objects()
      .map(({ kind, metadata }) => `${kind}/${metadata.name ?? ""}`)
      .sort();
  }

  /** What was written since a mark of {@link requests}, dry runs and the record left out: `apply ConfigMap/a`. */
  writesSince(mark: number): string[] {
    return this.cluster.requests
      .filter((_, index) => index >= mark)
      .filter(({ verb, options, name }) => {
        const isRead = ["get", "list", "watch", "discover"].includes(verb);
        return !isRead && !("dryRun" in options) && name?.startsWith("groundplan-workspace-") !== true;
      })
      .filter(({ options }) => !("subresource" in options))
      .map(({ verb, kind, name }) => `${verb} ${kind}/${name ?? ""}`);
  }

  /** How many objects the server was asked to try since a mark. */
  trialsSince(mark: number): number {
    return this.cluster.requests.slice(mark).filter(({ options }) => "dryRun" in options).length;
  }

  get mark(): number {
    return this.cluster.requests.length;
  }

  private context(token: string): KindContext {
    const { cluster } = this;
    return {
      urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/workspace:Sync::shop",
      resource: "shop",
      scope: { installation: "abc123", project: "shop", stack: "dev" },
      token,
      signal: new AbortController().signal,
      // The only target that the kind asks for is a cluster.
      target: <C>() => Promise.resolve(cluster as unknown as C),
      info: (line) => this.said.push(line),
      warn: (line) => this.said.push(line),
      status: (line) => this.status.push(line),
      now: () => Date.now() + this.ahead,
    };
  }
}
