import type { KubeObject } from "../types.js";
import type { Store, StoreKey } from "./store.js";

/** The finalizer of an object that waits for its dependents. */
export const FOREGROUND = "foregroundDeletion";

/** What the collector needs of the fake. */
export interface Collecting {
  /** Deletes as a client would, finalizers included. */
  remove(key: StoreKey): void;
  /** Takes finalizers or owner references off an object. */
  edit(key: StoreKey, change: (metadata: KubeObject["metadata"]) => void): void;
}

/**
 * The garbage collector of the controller manager: objects whose owners are all gone are deleted, and an object in
 * foreground deletion goes when nothing depends on it any more. Runs until nothing changes.
 */
export function collectGarbage(store: Store, collecting: Collecting): void {
  for (let changed = true; changed;) {
    const all = store.all();
    const living = new Map(all.map(({ object }) => [object.metadata.uid ?? "", object]));
    const step = all.find(
      ({ object }) => isOrphan(object, living) || isWaitingInVain(object, all) || isDoomed(object, living),
    );
    changed = step !== undefined;
    if (step === undefined) return;
    if (isWaitingInVain(step.object, all)) {
      collecting.edit(step.key, (metadata) => {
        metadata.finalizers = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== FOREGROUND);
      });
    } else {
      collecting.remove(step.key);
    }
  }
}

/** Leaves the dependents of an object standing: takes the references to it off them. */
export function orphanDependents(store: Store, owner: KubeObject, collecting: Collecting): void {
  for (const { key, object } of store.all()) {
    if (!owners(object).includes(owner.metadata.uid ?? "")) continue;
    collecting.edit(key, (metadata) => {
      metadata.ownerReferences = (metadata.ownerReferences ?? []).filter(
        ({ uid }) => uid !== owner.metadata.uid,
      );
    });
  }
}

function owners(object: KubeObject): string[] {
  return (object.metadata.ownerReferences ?? []).map(({ uid }) => uid);
}

function isOrphan(object: KubeObject, living: ReadonlyMap<string, KubeObject>): boolean {
  const uids = owners(object);
  return (
    uids.length > 0 &&
    object.metadata.deletionTimestamp === undefined &&
    uids.every((uid) => !living.has(uid))
  );
}

/** A dependent of an object in foreground deletion. */
function isDoomed(object: KubeObject, living: ReadonlyMap<string, KubeObject>): boolean {
  const uids = owners(object);
  return (
    uids.length > 0 &&
    object.metadata.deletionTimestamp === undefined &&
    uids.every(
      (uid) =>
        living.get(uid)?.metadata.finalizers?.includes(FOREGROUND) === true &&
        living.get(uid)?.metadata.deletionTimestamp !== undefined,
    )
  );
}

/** In foreground deletion, and nothing depends on it. */
function isWaitingInVain(object: KubeObject, all: readonly { readonly object: KubeObject }[]): boolean {
  const { uid = "", finalizers = [], deletionTimestamp } = object.metadata;
  return (
    deletionTimestamp !== undefined &&
    finalizers.includes(FOREGROUND) &&
    !all.some((other) => owners(other.object).includes(uid))
  );
}
