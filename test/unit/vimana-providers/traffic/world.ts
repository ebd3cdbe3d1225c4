import { FakeKubernetes } from "../../../../clients/kubernetes/fake/client.js";
import { refOf } from "../../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION, ownerMark } from "../../../../model/shared/ownership.js";
import { serviceName } from "../../../../model/vimana/names.js";
import type { Measurement } from "../../../../model/vimana/rollout/checks.js";
import type { KindContext } from "../../../../providers/runtime/context.js";
import { PartialFailure } from "../../../../providers/runtime/failure.js";
import type { Plan } from "../../../../providers/runtime/plan.js";
import { traffic, type TrafficInputs, type TrafficOutputs } from "../../../../providers/vimana/traffic.js";
import { trafficHandlersIn } from "../../../../providers/vimana/traffic.handlers.js";

const GATEWAY = "gateway-controller";
const SCOPE = { installation: "abc123", project: "shop", stack: "dev" };
/** Domain and server of every test. */
export const FULL_NAME = "0123456789abcdef0123456789abcdef:cart";
export const ROUTE = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GRPCRoute",
  namespace: "apps",
  name: "r-1",
} as const;
export const SECOND_ROUTE = { ...ROUTE, name: "r-1-2" } as const;
export const SERVER = {
  apiVersion: "api.vimana.host/v1alpha1",
  kind: "Server",
  namespace: "apps",
  name: "sv-1",
} as const;

/** What a state knows of the traffic. */
export interface Known {
  readonly inputs: TrafficInputs;
  readonly outputs: TrafficOutputs;
  readonly token: string;
}

/** Name of a version's Service. */
export function serviceOf(version: string): string {
  return serviceName(`${FULL_NAME}@${version}`);
}

/** A route of the server as it is declared. */
export function route(ref: { readonly name: string } = ROUTE, hostnames = ["shop.example.com"]): KubeObject {
  const { apiVersion, kind, namespace } = ROUTE;
  return {
    apiVersion,
    kind,
    metadata: {
      name: ref.name,
      namespace,
      labels: { "vimana.host/server": "cart" },
      annotations: { [OWNER_ANNOTATION]: ownerMark(SCOPE, "apps/shop/cart") },
    },
    spec: {
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "apps-gateway" }],
      hostnames,
      rules: [
        { matches: [{ method: { type: "Exact", service: "shop.Cart" } }] },
        { matches: [{ method: { type: "Exact", service: "shop.Basket" } }] },
      ],
    },
  };
}

/** The Server custom resource as it is declared. */
export function serverObject(): KubeObject {
  const { apiVersion, kind, namespace, name } = SERVER;
  const { labels, annotations } = route().metadata;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, labels: { ...labels }, annotations: { ...annotations } },
    spec: { id: "cart", domain: "0123456789abcdef0123456789abcdef", services: ["shop.Cart"] },
  };
}

/** A cluster in memory with a gateway, a clock that waits make pass at once, and the handlers of the kind. */
export class World {
  /** Milliseconds since the epoch. */
  time = Date.parse("2026-03-01T12:00:00Z");
  readonly cluster = new FakeKubernetes({
    namespaces: ["apps"],
    kinds: [
      { group: "gateway.networking.k8s.io", version: "v1", kind: "GRPCRoute" },
      { group: "api.vimana.host", version: "v1alpha1", kind: "Server" },
    ],
    now: () => new Date(this.time),
  });
  /** Lasting lines, latest last. */
  readonly said: string[] = [];
  readonly status: string[] = [];
  /** What a gateway answers of a route; undefined for nothing. */
  verdict: (route: KubeObject) => { readonly status: string; readonly message: string } | undefined = () => ({
    status: "True",
    message: "",
  });
  measure: (name: string) => Measurement = () => ({ verdict: "good", text: "0 < 1" });
  /** Called when time passes, with what it is then. */
  onSleep: () => void = () => undefined;
  /** Number of the next request that is answered by nothing any more; the process is dead from then on. */
  diesAt = Infinity;
  diesAfterEffect = false;
  #requests = 0;
  #tokens = 0;
  readonly #ended = new AbortController();

  readonly #handlers = trafficHandlersIn({
    timing: {
      sleep: (milliseconds) => {
        this.time += milliseconds;
        this.onSleep();
        return Promise.resolve();
      },
    },
    measure: (name) => Promise.resolve(this.measure(name)),
  });

  constructor() {
    this.cluster.inject((request, moment) => {
      if ("fieldManager" in request.options && request.options.fieldManager === GATEWAY) return undefined;
      if (moment === "before") this.#requests += 1;
      const isFatal = this.#requests === this.diesAt && (moment === "after" || !this.diesAfterEffect);
      if (isFatal || this.#requests > this.diesAt) return new Error("the process was killed");
      if (moment === "after") void this.settle();
      return undefined;
    });
  }

  get requests(): number {
    return this.#requests;
  }

  /** Another process takes over. */
  revive(): void {
    this.diesAt = Infinity;
  }

  /** The operation is told to stop. */
  interrupt(reason: Error): void {
    this.#ended.abort(reason);
  }

  inputs(rest: Readonly<Record<string, unknown>> = {}): TrafficInputs {
    const versions = ["1.0.0", "1.1.0", "1.2.0"];
    const given = traffic.inputs.parse({
      cluster: "lab",
      namespace: "apps",
      fullName: FULL_NAME,
      carriers: [JSON.stringify(route())],
      backends: Object.fromEntries(versions.map((version) => [version, serviceOf(version)])),
      ...rest,
    });
    const normal = traffic.normalise?.(given) ?? given;
    expect(traffic.problems?.(normal)).toEqual([]);
    return normal;
  }

  /** Creates, or updates what is known; a failure that must be remembered is thrown as it is. */
  async up(inputs: TrafficInputs, old?: Known): Promise<Known> {
    const token = old?.token ?? `token-${(this.#tokens += 1)}`;
    const { outputs } =
      old === undefined
        ? await this.#handlers.create(this.#context(token), inputs)
        : await this.#handlers.update(this.#context(token), "id", old, inputs);
    return { inputs, outputs, token };
  }

  /** {@link up} that is expected to stop half-way: what the state then knows, and why. */
  async upFailing(
    inputs: TrafficInputs,
    old?: Known,
  ): Promise<Known & { readonly reasons: readonly string[] }> {
    const error: unknown = await this.up(inputs, old).catch((thrown: unknown) => thrown);
    if (!(error instanceof PartialFailure)) throw error;
    // What a kind throws are its own outputs.
    const outputs = error.outputs as unknown as TrafficOutputs;
    return { inputs, outputs, token: old?.token ?? `token-${this.#tokens}`, reasons: error.reasons };
  }

  async plan(inputs: TrafficInputs, old?: Known): Promise<Plan | undefined> {
    const before = old === undefined ? undefined : { id: "id", inputs: old.inputs, outputs: old.outputs };
    const request = { old: before, news: inputs, unknown: [], preview: true };
    return this.#handlers.plan?.(this.#context(old?.token ?? ""), request);
  }

  async read(known: Known): Promise<Known | undefined> {
    const found = await this.#handlers.read(this.#context(known.token), "id", known);
    return found === undefined ? undefined : { ...found, token: known.token };
  }

  delete(known: Known): Promise<void> {
    return this.#handlers.delete(this.#context(known.token), "id", known);
  }

  /** The backends of every rule of a route, as `<service>=<weight>` lists by version where one is known. */
  weights(ref: { readonly name: string } = ROUTE): string[] {
    const { rules } = (this.cluster.peek({ ...ROUTE, name: ref.name })?.["spec"] ?? { rules: [] }) as {
      rules: { backendRefs?: { name: string; weight: number }[] }[];
    };
    const names = new Map(["1.0.0", "1.1.0", "1.2.0"].map((version) => [serviceOf(version), version]));
    return rules.map(({ backendRefs = [] }) =>
      backendRefs.map(({ name, weight }) => `${names.get(name) ?? name}=${weight}`).join(" "),
    );
  }

  annotation(name: string, ref: { readonly name: string } = ROUTE): unknown {
    const text = this.cluster.peek({ ...ROUTE, name: ref.name })?.metadata.annotations?.[name];
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Somebody sets the weights of a route with kubectl. */
  async edit(
    weights: Readonly<Record<string, number>>,
    ref: { readonly name: string } = ROUTE,
  ): Promise<void> {
    const backendRefs = Object.entries(weights).map(([version, weight]) => ({
      group: "",
      kind: "Service",
      name: serviceOf(version),
      port: 80,
      weight,
    }));
    const live = this.cluster.peek({ ...ROUTE, name: ref.name });
    const spec = live?.["spec"] as { rules: object[] };
    const rules = spec.rules.map((rule) => ({ ...rule, backendRefs }));
    await this.cluster.patch(
      { ...ROUTE, name: ref.name },
      { spec: { rules } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
  }

  /** What was written since a mark: `apply GRPCRoute/r-1`. */
  writesSince(mark: number): string[] {
    return this.cluster.requests
      .slice(mark)
      .filter(({ verb, options }) => {
        const isRead = ["get", "list", "watch", "discover"].includes(verb);
        return !isRead && (options as { fieldManager?: string }).fieldManager !== GATEWAY;
      })
      .map(({ verb, kind, name }) => `${verb} ${kind}/${name ?? ""}`);
  }

  get mark(): number {
    return this.cluster.requests.length;
  }

  /** Lets the gateway look at the routes. */
  settle(): Promise<void> {
    return Promise.resolve().then(async () => {
      for (const object of this.cluster.objects("GRPCRoute")) {
        const verdict = this.verdict(object);
        if (verdict === undefined) continue;
        const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
          type,
          reason: type,
          observedGeneration: object.metadata.generation,
          ...verdict,
        }));
        const { parentRefs } = object["spec"] as { parentRefs: object[] };
        const status = { parents: parentRefs.map((parentRef) => ({ parentRef, conditions })) };
        if (JSON.stringify(object["status"]) === JSON.stringify(status)) continue;
        await this.cluster.patch(
          refOf(object),
          { status },
          { type: "merge", subresource: "status", fieldManager: GATEWAY },
        );
      }
    });
  }

  #context(token: string): KindContext {
    const { cluster } = this;
    return {
      urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/vimana:Traffic::apps/shop/cart",
      resource: "apps/shop/cart",
      scope: SCOPE,
      token,
      signal: this.#ended.signal,
      // The only target that the kind asks for is a cluster.
      target: <C>() => Promise.resolve(cluster as unknown as C),
      info: (line) => this.said.push(line),
      warn: (line) => this.said.push(line),
      status: (line) => this.status.push(line),
      now: () => this.time,
    };
  }
}
