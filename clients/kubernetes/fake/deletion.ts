import type { KubeObject } from "../types.js";
import { collectGarbage, type Collecting } from "./garbage.js";
import type { KindRegistry } from "./kind-registry.js";
import type { Store, StoreKey } from "./store.js";

/** How objects go: finalizers, namespaces and definitions that take their objects with them, garbage. */
export class Deletion implements Collecting {
  constructor(
    private readonly store: Store,
    private readonly kinds: KindRegistry,
    private readonly settings: {
      readonly garbageCollection: boolean;
      /** The time as the API writes it. */
      readonly now: () => string;
    },
  ) {}

  /** Deletes at once, or marks an object that has finalizers. */
  remove(key: StoreKey): void {
    const object = this.store.get(key);
    if (object === undefined) return;
    if ((object.metadata.finalizers ?? []).length > 0) {
      if (object.metadata.deletionTimestamp !== undefined) return;
      const { generation } = object.metadata;
      const metadata = {
        ...object.metadata,
        deletionTimestamp: this.settings.now(),
        deletionGracePeriodSeconds: 0,
      };
      this.store.put(key, {
        ...object,
        metadata: generation === undefined ? metadata : { ...metadata, generation: generation + 1 },
      });
      return;
    }
    if (
      key.kind === "Namespace" &&
      key.group === "" &&
      !this.emptied(({ namespace }) => namespace === key.name)
    ) {
      this.markTerminating(key, object);
      return;
    }
    if (key.kind === "CustomResourceDefinition") {
      const kinds = this.kinds.servedBy(object);
      for (const kind of kinds)
        this.emptied((other) => other.group === kind.group && other.kind === kind.kind);
      for (const kind of kinds) this.kinds.withdraw(kind);
    }
    this.store.remove(key);
  }

  /** Deletes the objects; false when finalizers hold some of them. */
  private emptied(belongs: (key: StoreKey) => boolean): boolean {
    const keys = this.store.all().map(({ key }) => key);
    for (const key of keys) if (belongs(key)) this.remove(key);
    return !this.store.all().some(({ key }) => belongs(key));
  }

  private markTerminating(key: StoreKey, namespace: KubeObject): void {
    if (namespace.metadata.deletionTimestamp !== undefined) return;
    const metadata = { ...namespace.metadata, deletionTimestamp: this.settings.now() };
    this.store.put(key, { ...namespace, metadata, status: { phase: "Terminating" } });
  }

  /** Changes the metadata of an object, whose last finalizer may go by it. */
  edit(key: StoreKey, change: (metadata: KubeObject["metadata"]) => void): void {
    const object = this.store.get(key);
    if (object === undefined) return;
    const metadata = structuredClone(object.metadata);
    change(metadata);
    const isDone = metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
    this.store.put(key, { ...object, metadata });
    if (isDone) this.store.remove(key);
  }

  /** What the controllers would do next: finish namespaces that have become empty, collect garbage. */
  tidy(): void {
    if (this.settings.garbageCollection) collectGarbage(this.store, this);
    for (const { key, object } of this.store.ofKind("", "Namespace")) {
      if (object.metadata.deletionTimestamp !== undefined) this.remove(key);
    }
  }
}
