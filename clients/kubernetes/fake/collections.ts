import { isObject } from "../../../model/shared/json.js";
import { KubeError } from "../errors.js";
import { apiVersionOf } from "../objects.js";
import { matchesSelector } from "../selectors.js";
import { describeKind } from "../session.js";
import type { KubeObject, ListOptions, ListResult, WatchOptions } from "../types.js";
import type { RawWatchEvent } from "../watch-loop.js";
import { EventStream } from "./event-stream.js";
import type { FakeKind } from "./kinds.js";
import type { Change, Store } from "./store.js";

/** Lists and watches of the fake. */
export class Collections {
  private readonly streams = new Set<EventStream>();

  constructor(
    private readonly store: Store,
    private readonly server: string,
  ) {}

  /** Ends every open watch, with an error as if its connection had broken. */
  endWatches(error?: Error): void {
    for (const stream of this.streams) stream.end(error);
  }

  /** Everything of a kind that the selectors match, at this moment. */
  snapshot(kind: FakeKind, options: ListOptions): ListResult {
    const items = this.store
      .ofKind(kind.group, kind.kind)
      .filter(({ object }) => this.selects(object, options, kind))
      .map(({ object }) => this.shown(object, kind, options));
    return { items, resourceVersion: String(this.store.version) };
  }

  /** A watch from a version on. */
  async *open(
    kind: FakeKind,
    options: WatchOptions,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncGenerator<RawWatchEvent> {
    const missed = this.store.since(resourceVersion === "" ? this.store.version : Number(resourceVersion));
    if (missed === undefined) throw this.expired(kind, options);
    const stream = new EventStream();
    const offer = (change: Change): void => {
      if (change.key.group !== kind.group || change.key.kind !== kind.kind) return;
      const event = this.eventOf(change, kind, options);
      if (event !== undefined) stream.push(event);
    };
    for (const change of missed) offer(change);
    const unlisten = this.store.listen(offer);
    const stop = (): void => {
      stream.end();
    };
    this.streams.add(stream);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      yield* stream;
    } finally {
      unlisten();
      this.streams.delete(stream);
      signal.removeEventListener("abort", stop);
    }
  }

  /** A change as a watch with selectors sees it: objects appear and vanish when they begin or cease to match. */
  private eventOf(change: Change, kind: FakeKind, options: WatchOptions): RawWatchEvent | undefined {
    const was = change.before !== undefined && this.selects(change.before, options, kind);
    const is = change.type !== "DELETED" && this.selects(change.object, options, kind);
    if (!was && !is) return undefined;
    const type = !is ? "DELETED" : was ? "MODIFIED" : "ADDED";
    return { type, object: this.shown(change.object, kind, options) };
  }

  private selects(object: KubeObject, options: ListOptions, kind: FakeKind): boolean {
    const { namespace, labelSelector = "", fieldSelector = "" } = options;
    return (
      (namespace === undefined || !kind.namespaced || object.metadata.namespace === namespace) &&
      matchesSelector(object.metadata.labels, labelSelector) &&
      matchesFields(object, fieldSelector, kind)
    );
  }

  private shown(object: KubeObject, kind: FakeKind, options: ListOptions): KubeObject {
    const apiVersion = apiVersionOf(kind);
    if (options.metadataOnly === true) {
      return { apiVersion, kind: kind.kind, metadata: structuredClone(object.metadata) };
    }
    return { ...structuredClone(object), apiVersion };
  }

  expired(kind: FakeKind, options: WatchOptions): KubeError {
    return new KubeError("Expired", {
      what: "cannot watch: too old resource version",
      where: `${describeKind(kind, options.namespace)} on ${this.server}`,
      status: 410,
    });
  }
}

/** `metadata.name=x,status.phase!=Failed`; custom kinds only know name and namespace, as on a server. */
function matchesFields(object: KubeObject, selector: string, kind: FakeKind): boolean {
  if (selector === "") return true;
  return selector.split(",").every((term) => {
    const [, path = "", operator, wanted = ""] = /^([^=!]+)(==|=|!=)(.*)$/.exec(term.trim()) ?? [];
    if (kind.custom && path !== "metadata.name" && path !== "metadata.namespace") {
      throw new KubeError("BadRequest", {
        what: `field label not supported: ${path}`,
        where: kind.kind,
        status: 400,
      });
    }
    const value = path
      .split(".")
      .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), object);
    const text =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : "";
    return (text === wanted) === (operator !== "!=");
  });
}
