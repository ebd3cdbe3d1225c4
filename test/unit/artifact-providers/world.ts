import type { FakeRequest } from "../../../clients/kubernetes/fake/requests.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { parseSlotSecret } from "../../../model/artifact/ledger/codec.js";
import type { LedgerEntry } from "../../../model/artifact/ledger/record.js";
import type { OwnerScope } from "../../../model/shared/ownership.js";
import { artifactLease } from "../../../providers/artifact/artifact-lease.js";
import { artifactLeaseHandlersIn } from "../../../providers/artifact/artifact-lease.handlers.js";
import { artifactPool } from "../../../providers/artifact/artifact-pool.js";
import { artifactPoolHandlersIn } from "../../../providers/artifact/artifact-pool.handlers.js";
import type { Surroundings } from "../../../providers/artifact/site.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { PretendedTekton } from "../../support/pretended-tekton.js";
import { Driver, SCOPE, World } from "../imagehub-providers/world.js";

export { SCOPE } from "../imagehub-providers/world.js";
export type { Driver } from "../imagehub-providers/world.js";

export const NAMESPACE = "train";
export const OTHER_STACK: OwnerScope = { ...SCOPE, project: "web" };

const WRITES: readonly string[] = ["create", "apply", "replace", "patch", "delete"];

/** A cluster with Tekton, a clock that only sleepers move, and the kinds of artifacts. */
export class ArtifactWorld extends World {
  readonly tekton: PretendedTekton;
  readonly statuses: string[] = [];
  /** Most instances of each artifact that were there at the same time. */
  readonly most = new Map<string, number>();
  readonly surroundings: Surroundings = {
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      this.now += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
    random: () => `r${String((this.#random += 1)).padStart(4, "0")}${"0".repeat(20)}`,
  };
  /** Number of the write whose answer nobody gets any more: the process is dead from then on. */
  diesAt = Infinity;
  /** Requests so far that change something. */
  writesSent = 0;
  #dead = false;
  #random = 0;

  constructor() {
    super({ garbageCollection: true });
    this.kubernetes.seed({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    // Before the dying: what took effect reaches Tekton, whether or not its answer reaches anybody.
    this.tekton = new PretendedTekton(this.kubernetes);
    this.kubernetes.inject((request, moment) => {
      if (this.#dead) return new Error("the process was killed");
      if (moment === "after" && WRITES.includes(request.verb)) this.writesSent += 1;
      if (moment === "after") this.#count(request);
      this.#dead = this.writesSent >= this.diesAt;
      return this.#dead ? new Error("the process was killed") : undefined;
    });
  }

  override context(resource: string, token: string, scope: OwnerScope = SCOPE): KindContext {
    return { ...super.context(resource, token, scope), status: (line) => this.statuses.push(line) };
  }

  /** Another process takes over. */
  revive(): void {
    this.diesAt = Infinity;
    this.#dead = false;
  }

  pool(resource = "carv01", scope: OwnerScope = SCOPE) {
    const handlers = (): Promise<ReturnType<typeof artifactPoolHandlersIn>> =>
      Promise.resolve(artifactPoolHandlersIn(this.surroundings));
    return new Driver(this, { ...artifactPool, handlers }, resource, scope);
  }

  lease(resource = "web", scope: OwnerScope = SCOPE) {
    const handlers = (): Promise<ReturnType<typeof artifactLeaseHandlersIn>> =>
      Promise.resolve(artifactLeaseHandlersIn(this.surroundings));
    return new Driver(this, { ...artifactLease, handlers }, resource, scope);
  }

  /** The instances of an artifact, by slot. */
  ledger(artifact = "carv01"): LedgerEntry[] {
    return this.kubernetes
      .objects("Secret")
      .filter(({ metadata }) => new RegExp(`^inst-${artifact}-\\d+$`).test(metadata.name ?? ""))
      .map((secret) => {
        const entry = parseSlotSecret(secret);
        if ("problem" in entry) throw new Error(entry.problem);
        return entry;
      })
      .sort((a, b) => a.record.slot - b.record.slot);
  }

  /** `0 clean, 1 borrowed`: slots and states. */
  states(artifact = "carv01"): string {
    return this.ledger(artifact)
      .map(({ record }) => `${record.slot} ${record.state}`)
      .join(", ");
  }

  runs(): string[] {
    return this.kubernetes.objects("PipelineRun").map(({ metadata }) => metadata.name ?? "");
  }

  /** Everything of artifacts that is there, as `Secret inst-carv01-0`. */
  left(): string[] {
    return this.kubernetes
      .objects()
      .filter(({ kind }) => !["CustomResourceDefinition"].includes(kind))
      .map(({ kind, metadata }) => `${kind} ${metadata.name ?? ""}`)
      .sort();
  }

  secret(
    name: string,
    data: Readonly<Record<string, string>>,
    metadata: Partial<KubeObject["metadata"]> = {},
  ): void {
    const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]);
    this.kubernetes.seed({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: NAMESPACE, ...metadata },
      data: Object.fromEntries(encoded),
    });
  }

  #count(request: FakeRequest): void {
    const artifact = /^inst-(.+)-\d+$/.exec(request.name ?? "")?.[1];
    if (request.verb !== "create" || artifact === undefined) return;
    this.most.set(artifact, Math.max(this.most.get(artifact) ?? 0, this.ledger(artifact).length));
  }
}

const STEP = { name: "go", image: "busybox", script: "echo $(params.inst_id)" };

/** A build with one result, and what cleans it. */
export function units(
  change: { readonly image?: string; readonly clean?: string; readonly more?: object } = {},
) {
  const { image = "busybox", clean = "echo bye", more = {} } = change;
  return {
    build: JSON.stringify({
      tasks: [{ name: "make", taskSpec: { results: [{ name: "endpoint" }], steps: [{ ...STEP, image }] } }],
      results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
      ...more,
    }),
    clean: JSON.stringify({
      tasks: [{ name: "drop", taskSpec: { steps: [{ name: "rm", image: "busybox", script: clean }] } }],
    }),
  };
}

/** Inputs of a pool. */
export function poolInputs(settings: object = {}, rest: object = {}): Record<string, unknown> {
  return {
    ...{ cluster: "lab", namespace: NAMESPACE, name: "carv01", team: "platform" },
    settings,
    ...units(),
    ...rest,
  };
}

/** Inputs of a lease. */
export function leaseInputs(rest: object = {}): Record<string, unknown> {
  return { cluster: "lab", namespace: NAMESPACE, artifact: "carv01", team: "platform", ...rest };
}
