import type { KubeObject } from "../types.js";

/** Identifies one object across the versions of its kind. */
export interface StoreKey {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One change, as watches see it. */
export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly key: StoreKey;
  readonly object: KubeObject;
  /** The state before; undefined for ADDED. */
  readonly before: KubeObject | undefined;
  readonly version: number;
}

/** Objects by key, a version counter shared by all of them as in etcd, and the changes since the last compaction. */
export class Store {
  private readonly objects = new Map<string, { readonly key: StoreKey; readonly object: KubeObject }>();
  private readonly listeners = new Set<(change: Change) => void>();
  private history: Change[] = [];
  private compactedAt = 0;
  version = 100;

  get(key: StoreKey): KubeObject | undefined {
    return this.objects.get(text(key))?.object;
  }

  /** Every object of a kind, ordered by namespace and name. */
  ofKind(group: string, kind: string): { readonly key: StoreKey; readonly object: KubeObject }[] {
    return [...this.objects.values()]
      .filter(({ key }) => key.group === group && key.kind === kind)
      .sort((a, b) => (text(a.key) < text(b.key) ? -1 : 1));
  }

  all(): { readonly key: StoreKey; readonly object: KubeObject }[] {
    return [...this.objects.values()];
  }

  /** Stores the object under the next version and tells the watches. */
  put(key: StoreKey, object: KubeObject): KubeObject {
    const before = this.get(key);
    const stored = this.stamped(object);
    this.objects.set(text(key), { key, object: stored });
    this.record({
      type: before === undefined ? "ADDED" : "MODIFIED",
      key,
      object: stored,
      before,
      version: this.version,
    });
    return stored;
  }

  remove(key: StoreKey): void {
    const before = this.get(key);
    if (before === undefined) return;
    this.objects.delete(text(key));
    this.record({ type: "DELETED", key, object: this.stamped(before), before, version: this.version });
  }

  /** Changes after a version; undefined when they have been compacted away. */
  since(version: number): readonly Change[] | undefined {
    return version < this.compactedAt ? undefined : this.history.filter((change) => change.version > version);
  }

  /** Forgets what happened so far, so that a watch from an older version is answered with 410. */
  compact(): void {
    this.history = [];
    this.compactedAt = this.version;
  }

  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private stamped(object: KubeObject): KubeObject {
    this.version += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
  }

  private record(change: Change): void {
    this.history.push(change);
    for (const listener of [...this.listeners]) listener(change);
  }
}

function text({ group, kind, namespace, name }: StoreKey): string {
  return [group, kind, namespace, name].join("\u0000");
}
