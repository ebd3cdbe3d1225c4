import { KubeError } from "../errors.js";
import { apiVersionOf, describeRef, gvkOf, refOf } from "../objects.js";
import { collectPages } from "../pages.js";
import { describeKind, notServed } from "../session.js";
import type {
  ApiResource,
  ApplyOptions,
  DeleteOptions,
  GroupVersionKind,
  KubeMetadata,
  KubernetesClient,
  KubeObject,
  ListOptions,
  ListResult,
  LogOptions,
  ObjectRef,
  PatchOptions,
  WaitOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "../types.js";
import { waitForObject } from "../wait.js";
import { without } from "../without.js";
import { type RawWatchEvent, watchCollection } from "../watch-loop.js";
import { FakeCluster, keyOf } from "./cluster.js";
import { Collections } from "./collections.js";
import { type CustomKind, customKind, type FakeKind } from "./kinds.js";
import { standardAnswer } from "./raw-answers.js";
import { type FakeRequest, type FaultHook, requestFor } from "./requests.js";

export interface FakeOptions {
  /** Default `https://fake.invalid`. */
  readonly server?: string;
  /** Custom kinds that are served without a CustomResourceDefinition. */
  readonly kinds?: readonly CustomKind[];
  /** Namespaces besides `default` and `kube-system`. */
  readonly namespaces?: readonly string[];
  /** Objects without living owners are deleted, and foreground deletion waits. Default false. */
  readonly garbageCollection?: boolean;
  /** Default: the machine's clock. */
  readonly now?: () => Date;
  /** Answers raw requests; undefined leaves them to the fake. */
  readonly respond?: (
    method: string,
    path: string,
    body: unknown,
  ) => { status: number; body: unknown } | undefined;
}

/**
 * A Kubernetes cluster in memory, for tests: the same interface, words and order of effects as a server, without
 * one. It keeps resource versions, generations, uids, field ownership, finalizers, history for watches and
 * (on demand) owner references. It does not know schemas: no defaults, no validation beyond metadata, no unknown
 * fields, no admission and no controllers. Associative lists are known for metadata, for the common fields of
 * built-in workloads and from CustomResourceDefinitions.
 */
export class FakeKubernetes implements KubernetesClient {
  readonly server: string;
  /** Every request so far, in order; a list counts once a page. */
  readonly requests: FakeRequest[] = [];
  private readonly cluster: FakeCluster;
  private readonly faults = new Set<FaultHook>();
  private readonly collections: Collections;
  private readonly podLogs = new Map<string, string>();
  private readonly respond: FakeOptions["respond"];

  constructor(options: FakeOptions = {}) {
    this.server = options.server ?? "https://fake.invalid";
    this.respond = options.respond;
    this.cluster = new FakeCluster({
      server: this.server,
      now: options.now ?? (() => new Date()),
      garbageCollection: options.garbageCollection ?? false,
    });
    this.collections = new Collections(this.cluster.store, this.server);
    for (const kind of options.kinds ?? []) this.serve(kind);
    for (const name of ["default", "kube-system", ...(options.namespaces ?? [])]) this.seedNamespace(name);
  }

  // What tests do to the cluster. None of it counts as a request or meets a fault.

  /** Serves a custom kind from now on. */
  serve(kind: CustomKind): void {
    this.cluster.kinds.serve(customKind(kind));
  }

  /** Stops serving a kind; its objects stay. */
  withdraw(gvk: GroupVersionKind): void {
    this.cluster.kinds.withdraw(gvk);
  }

  /** Puts objects there as somebody else's work: an existing one is replaced. Namespaces are made as needed. */
  seed(...objects: readonly KubeObject[]): KubeObject[] {
    return objects.map((object) => {
      const kind = this.kindOf(object);
      if (kind.namespaced && object.metadata.namespace !== undefined)
        this.seedNamespace(object.metadata.namespace);
      const ref = refOf(object);
      const writer = { fieldManager: "seed" };
      const metadata: KubeMetadata = without(object.metadata, "resourceVersion");
      const before = this.cluster.get(ref);
      const fresh = {
        ...object,
        metadata:
          before === undefined
            ? metadata
            : { ...metadata, resourceVersion: before.metadata.resourceVersion ?? "" },
      };
      const stored =
        before === undefined ? this.cluster.create(fresh, writer) : this.cluster.replace(fresh, writer);
      if (object["status"] === undefined || !kind.subresources.includes("status")) return stored;
      return this.cluster.patch(
        ref,
        { status: object["status"] },
        { ...writer, type: "merge", subresource: "status" },
      );
    });
  }

  /** The current state of an object, as {@link get}. */
  peek(ref: ObjectRef): KubeObject | undefined {
    return this.cluster.get(ref);
  }

  /** Everything there is, but for the namespaces the fake made itself when `kind` is left out. */
  objects(kind?: string): KubeObject[] {
    return this.cluster.store
      .all()
      .filter(({ key }) => (kind === undefined ? key.kind !== "Namespace" : key.kind === kind))
      .map(({ object }) => structuredClone(object));
  }

  /** Deletes at once, finalizers or not, as if somebody else had done it. */
  vanish(ref: ObjectRef): void {
    this.cluster.store.remove(keyOf(this.kindOf(ref), ref));
  }

  /** Makes requests fail; answers a function that ends it. */
  inject(hook: FaultHook): () => void {
    this.faults.add(hook);
    return () => this.faults.delete(hook);
  }

  /** Breaks every open watch, as a lost connection would. */
  dropWatches(): void {
    const lost = new KubeError("Unreachable", {
      what: "the connection was lost",
      where: this.server,
      status: 0,
    });
    this.collections.endWatches(lost);
  }

  /** Forgets the history, so that resuming from before is answered with 410. */
  compact(): void {
    this.cluster.store.compact();
  }

  setLogs(pod: { readonly namespace: string; readonly name: string }, text: string): void {
    this.podLogs.set(`${pod.namespace}/${pod.name}`, text);
  }

  // The client.

  async resource(gvk: GroupVersionKind): Promise<ApiResource | undefined> {
    const request = { verb: "discover", apiVersion: apiVersionOf(gvk), kind: gvk.kind, options: {} } as const;
    return this.answer(request, () => this.cluster.kinds.find(gvk));
  }

  async resources(): Promise<readonly ApiResource[]> {
    return this.answer({ verb: "discover", apiVersion: "", kind: "", options: {} }, () =>
      this.cluster.kinds.all(),
    );
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    return this.answer({ ...requestFor("get", ref), options: {} }, () => this.cluster.get(ref));
  }

  async list(gvk: GroupVersionKind, options: ListOptions = {}): Promise<ListResult> {
    const kind = this.cluster.kinds.find(gvk);
    if (kind === undefined) {
      return this.answer(this.collection("list", gvk, options), () => ({ items: [], resourceVersion: "" }));
    }
    let snapshot: ListResult | undefined;
    return collectPages((page) =>
      this.answer(this.collection("list", gvk, { ...options, ...page }), () => {
        const from = page.continue === undefined ? 0 : Number(page.continue);
        if (from === 0 || snapshot === undefined) snapshot = this.collections.snapshot(kind, options);
        const to = page.limit ? from + (options.pageSize ?? 500) : snapshot.items.length;
        const rest = to < snapshot.items.length ? { continue: String(to) } : {};
        return { items: snapshot.items.slice(from, to), resourceVersion: snapshot.resourceVersion, ...rest };
      }),
    );
  }

  async create(object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    const request = {
      verb: "create",
      apiVersion: object.apiVersion,
      kind: object.kind,
      ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
      ...(object.metadata.name === undefined ? {} : { name: object.metadata.name }),
      options,
      body: object,
    } as const;
    return this.answer(request, () => this.cluster.create(object, options));
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    const request = { ...requestFor("apply", refOf(object)), options, body: object };
    return this.answer(request, () => this.cluster.apply(object, options));
  }

  async replace(object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    const request = { ...requestFor("replace", refOf(object)), options, body: object };
    return this.answer(request, () => this.cluster.replace(object, options));
  }

  async patch(ref: ObjectRef, patch: unknown, options: PatchOptions): Promise<KubeObject> {
    return this.answer({ ...requestFor("patch", ref), options, body: patch }, () =>
      this.cluster.patch(ref, patch, options),
    );
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
    return this.answer({ ...requestFor("delete", ref), options }, () => this.cluster.delete(ref, options));
  }

  async *watch(
    gvk: GroupVersionKind,
    options: WatchOptions = {},
  ): AsyncGenerator<WatchEvent, void, undefined> {
    const kind =
      this.cluster.kinds.find(gvk) ??
      notServed(gvk, `${describeKind(gvk, options.namespace)} on ${this.server}`);
    const source = {
      list: () => this.list(gvk, options),
      open: (resourceVersion: string, signal: AbortSignal) =>
        this.open(kind, options, resourceVersion, signal),
      failure: () => this.collections.expired(kind, options),
    };
    yield* watchCollection(source, options, { firstDelayMs: 1, longestDelayMs: 10 });
  }

  async waitFor(
    ref: ObjectRef,
    until: (object: KubeObject | undefined) => boolean,
    options: WaitOptions,
  ): Promise<KubeObject | undefined> {
    return waitForObject(this, ref, until, options);
  }

  async logs(
    pod: { readonly namespace: string; readonly name: string },
    options: LogOptions = {},
  ): Promise<string> {
    const ref = { apiVersion: "v1", kind: "Pod", ...pod };
    return this.answer({ ...requestFor("logs", ref), options: { ...options } }, () => {
      const text = this.podLogs.get(`${pod.namespace}/${pod.name}`);
      if (text === undefined && this.cluster.get(ref) === undefined) {
        throw new KubeError("NotFound", {
          what: `pods "${pod.name}" not found`,
          where: `${describeRef(ref)} on ${this.server}`,
          status: 404,
        });
      }
      const lines = (text ?? "").split(/(?<=\n)/);
      return options.tailLines === undefined ? (text ?? "") : lines.slice(-options.tailLines).join("");
    });
  }

  async request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const request = {
      verb: "request",
      apiVersion: "",
      kind: "",
      name: path,
      options: { method },
      body,
    } as const;
    return this.answer(
      request,
      () => this.respond?.(method, path, body) ?? standardAnswer(method, path, body),
    );
  }

  async close(): Promise<void> {
    this.collections.endWatches();
    return Promise.resolve();
  }

  /** Every request passes here: recorded, failed on demand, answered. */
  private answer<T>(request: FakeRequest, effect: () => T): Promise<T> {
    this.requests.push(structuredClone(request));
    try {
      this.fail(request, "before");
      const result = effect();
      this.fail(request, "after");
      return Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private fail(request: FakeRequest, moment: "before" | "after"): void {
    for (const hook of this.faults) {
      const fault = hook(request, moment);
      if (fault !== undefined) throw fault;
    }
  }

  private collection(verb: "list" | "watch", gvk: GroupVersionKind, options: WatchOptions): FakeRequest {
    const rest = without(options, "signal");
    return {
      verb,
      apiVersion: apiVersionOf(gvk),
      kind: gvk.kind,
      ...(rest.namespace === undefined ? {} : { namespace: rest.namespace }),
      options: rest,
    };
  }

  private async *open(
    kind: FakeKind,
    options: WatchOptions,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncGenerator<RawWatchEvent> {
    await this.answer(this.collection("watch", kind, { ...options, resourceVersion }), () => undefined);
    yield* this.collections.open(kind, options, resourceVersion, signal);
  }

  private kindOf(object: { readonly apiVersion: string; readonly kind: string }): FakeKind {
    const gvk = gvkOf(object);
    return this.cluster.kinds.find(gvk) ?? notServed(gvk, this.server);
  }

  private seedNamespace(name: string): void {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    if (this.cluster.get(refOf(namespace)) === undefined)
      this.cluster.create(namespace, { fieldManager: "seed" });
  }
}
