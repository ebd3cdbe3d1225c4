import { isObject } from "../../../model/shared/json.js";
import { apiVersionOf, describeRef, gvkOf, kindName, refOf } from "../objects.js";
import { without } from "../without.js";
import { describeObject, notServed, requireNamespace } from "../session.js";
import type {
  ApplyOptions,
  DeleteOptions,
  GroupVersionKind,
  KubeObject,
  ObjectRef,
  PatchOptions,
  WriteOptions,
} from "../types.js";
import { serverSideApply } from "./apply.js";
import { Deletion } from "./deletion.js";
import { fieldsOf } from "./fields.js";
import { FOREGROUND, orphanDependents } from "./garbage.js";
import { jsonPatch, JsonPatchFault } from "./json-patch.js";
import { KindRegistry } from "./kind-registry.js";
import { type FakeKind, kindsOf } from "./kinds.js";
import { shapesOf } from "./list-shapes.js";
import { managedFields, managersOf, ownedAfterUpdate, type Writer } from "./managed-fields.js";
import { mergePatch } from "./merge-patch.js";
import { Refusals } from "./refusals.js";
import { Store, type StoreKey } from "./store.js";
import { metadataFaults } from "./validation.js";
import { completed, confined, withGeneration, withoutNulls } from "./writes.js";
import { sameValue } from "./same-value.js";

/** What differs between fakes. */
export interface ClusterSettings {
  readonly server: string;
  readonly now: () => Date;
  /** Run the garbage collector after every deletion. */
  readonly garbageCollection: boolean;
}

/** The API server of the fake: what it serves, stores, accepts and refuses. Synchronous; nothing here waits. */
export class FakeCluster {
  readonly store = new Store();
  readonly kinds = new KindRegistry();
  private readonly refusals: Refusals;
  private readonly deletion: Deletion;

  constructor(private readonly settings: ClusterSettings) {
    this.refusals = new Refusals(settings.server);
    this.deletion = new Deletion(this.store, this.kinds, {
      garbageCollection: settings.garbageCollection,
      now: () => this.now(),
    });
  }

  get(ref: ObjectRef): KubeObject | undefined {
    const kind = this.kinds.find(gvkOf(ref));
    if (kind === undefined) return undefined;
    requireNamespace(kind, ref.namespace, describeRef(ref));
    return this.view(this.store.get(keyOf(kind, ref)), kind);
  }

  create(object: KubeObject, options: WriteOptions): KubeObject {
    const about = describeObject(object);
    const kind = this.servedKind(object, about);
    requireNamespace(kind, object.metadata.namespace, about);
    if ((object.metadata.resourceVersion ?? "") !== "") {
      throw this.refuse(
        400,
        "BadRequest",
        "resourceVersion should not be set on objects to be created",
        about,
        "create",
      );
    }
    if ((object.metadata.name ?? "") === "" && (object.metadata.generateName ?? "") === "") {
      throw this.refusals.invalid(about, "create", [
        { field: "metadata.name", message: "Required value: name or generateName is required" },
      ]);
    }
    this.check(object, kind, about, "create");
    const complete = completed(object, kind, this.now());
    const ref = refOf(complete);
    const key = keyOf(kind, ref);
    if (this.store.get(key) !== undefined) {
      throw this.refuse(409, "AlreadyExists", `${kind.plural} "${ref.name}" already exists`, about, "create");
    }
    const owned = this.owned(complete, undefined, kind, this.writer("Update", kind, options));
    return this.commit(kind, key, undefined, owned, options);
  }

  apply(config: KubeObject, options: ApplyOptions): KubeObject {
    const ref = refOf(config);
    const about = describeRef(ref);
    const kind = this.servedKind(config, about);
    requireNamespace(kind, ref.namespace, about);
    if (options.fieldManager === "" || options.fieldManager.length > 128) {
      throw this.refuse(
        400,
        "BadRequest",
        "fieldManager is required for apply patch, with at most 128 characters",
        about,
        "apply",
      );
    }
    if (Array.isArray(config.metadata["managedFields"])) {
      throw this.refuse(400, "BadRequest", "metadata.managedFields must be nil", about, "apply");
    }
    this.check(config, kind, about, "apply");
    const key = keyOf(kind, ref);
    const before = this.store.get(key);
    if (before === undefined && options.subresource !== undefined) throw this.notFound(kind, ref, "apply");
    this.checkVersion(config, before, about, "apply");
    const wanted = confinedConfig(withoutNulls(config), kind, options.subresource);
    const base =
      before ??
      completed(
        { apiVersion: config.apiVersion, kind: config.kind, metadata: identity(ref) },
        kind,
        this.now(),
      );
    const result = serverSideApply(
      base,
      managersOf(base.metadata),
      wanted,
      this.writer("Apply", kind, options),
      {
        force: options.force === true,
        shapes: shapesOf(kind),
      },
    );
    if ("conflicts" in result) throw this.refusals.fieldConflicts(about, result.conflicts);
    const after = {
      ...result.object,
      metadata: { ...result.object.metadata, managedFields: managedFields(result.managers) },
    };
    return this.commit(
      kind,
      key,
      before,
      before === undefined ? after : confined(after, before, kind, options.subresource),
      options,
    );
  }

  replace(object: KubeObject, options: WriteOptions): KubeObject {
    const ref = refOf(object);
    const about = describeRef(ref);
    const kind = this.servedKind(object, about);
    requireNamespace(kind, ref.namespace, about);
    const before = this.store.get(keyOf(kind, ref));
    if (before === undefined) throw this.notFound(kind, ref, "replace");
    this.check(object, kind, about, "replace");
    if (kind.custom && (object.metadata.resourceVersion ?? "") === "") {
      throw this.refusals.invalid(about, "replace", [
        { field: "metadata.resourceVersion", message: "Invalid value: 0: must be specified for an update" },
      ]);
    }
    this.checkVersion(object, before, about, "replace");
    return this.update(kind, keyOf(kind, ref), before, withoutNulls(structuredClone(object)), options);
  }

  patch(ref: ObjectRef, patch: unknown, options: PatchOptions): KubeObject {
    const about = describeRef(ref);
    const kind = this.servedKind(ref, about);
    requireNamespace(kind, ref.namespace, about);
    const key = keyOf(kind, ref);
    const before = this.store.get(key);
    if (before === undefined) throw this.notFound(kind, ref, "patch");
    let after: unknown;
    try {
      after = options.type === "merge" ? mergePatch(before, patch) : jsonPatch(before, patch);
    } catch (error) {
      if (!(error instanceof JsonPatchFault)) throw error;
      throw this.refuse(
        422,
        "Invalid",
        `the server rejected our request due to an error in our request: ${error.message}`,
        about,
        "patch",
      );
    }
    if (!isObject(after) || !isObject(after["metadata"])) {
      throw this.refuse(400, "BadRequest", "the patched object has no metadata", about, "patch");
    }
    const object: KubeObject = {
      ...after,
      apiVersion: before.apiVersion,
      kind: before.kind,
      metadata: after["metadata"],
    };
    this.check(object, kind, about, "patch");
    this.checkVersion(object, before, about, "patch");
    return this.update(kind, key, before, object, options);
  }

  delete(ref: ObjectRef, options: DeleteOptions): boolean {
    const about = describeRef(ref);
    const kind = this.kinds.find(gvkOf(ref));
    if (kind === undefined) return false;
    requireNamespace(kind, ref.namespace, about);
    const key = keyOf(kind, ref);
    const object = this.store.get(key);
    if (object === undefined) return false;
    for (const field of ["uid", "resourceVersion"] as const) {
      const expected = options[field];
      if (expected !== undefined && expected !== object.metadata[field]) {
        const message = `Precondition failed: ${field} in precondition: ${expected}, ${field} in object meta: ${object.metadata[field] ?? ""}`;
        throw this.refuse(409, "Conflict", message, about, "delete");
      }
    }
    if (options.dryRun === true) return true;
    if (this.settings.garbageCollection && options.propagation === "Orphan")
      orphanDependents(this.store, object, this.deletion);
    if (this.settings.garbageCollection && options.propagation === "Foreground") {
      this.deletion.edit(key, (metadata) => {
        metadata.finalizers = [...(metadata.finalizers ?? []), FOREGROUND];
      });
    }
    this.deletion.remove(key);
    this.deletion.tidy();
    return true;
  }

  /** An object as a client of one version sees it; a copy, so that callers cannot reach into the store. */
  view(object: KubeObject | undefined, gvk: GroupVersionKind): KubeObject | undefined {
    return object === undefined ? undefined : { ...structuredClone(object), apiVersion: apiVersionOf(gvk) };
  }

  private update(
    kind: FakeKind,
    key: StoreKey,
    before: KubeObject,
    object: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const after = confined(object, before, kind, options.subresource);
    const owned = this.owned(after, before, kind, this.writer("Update", kind, options));
    return this.commit(kind, key, before, owned, options);
  }

  /** The object with the ownership that follows from the write. */
  private owned(
    after: KubeObject,
    before: KubeObject | undefined,
    kind: FakeKind,
    writer: Writer,
  ): KubeObject {
    const shapes = shapesOf(kind);
    const earlier = before === undefined ? new Map<string, unknown>() : fieldsOf(before, shapes);
    const managers = ownedAfterUpdate(managersOf(after.metadata), earlier, fieldsOf(after, shapes), writer);
    return { ...after, metadata: { ...after.metadata, managedFields: managedFields(managers) } };
  }

  private commit(
    kind: FakeKind,
    key: StoreKey,
    before: KubeObject | undefined,
    written: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const after = before === undefined ? written : withGeneration(written, before, kind);
    if (options.dryRun === true || (before !== undefined && sameValue(after, before)))
      return this.seen(after, kind);
    const isDone =
      after.metadata.deletionTimestamp !== undefined && (after.metadata.finalizers ?? []).length === 0;
    const stored = this.store.put(key, after);
    if (isDone) this.store.remove(key);
    if (kind.kind === "CustomResourceDefinition" && !isDone) this.establish(key, stored);
    this.deletion.tidy();
    return this.seen(stored, kind);
  }

  private seen(object: KubeObject, kind: FakeKind): KubeObject {
    return { ...structuredClone(object), apiVersion: apiVersionOf(kind) };
  }

  /** Serves the kinds of a CustomResourceDefinition and says so in its conditions. */
  private establish(key: StoreKey, crd: KubeObject): void {
    for (const kind of this.kinds.servedBy(crd)) this.kinds.withdraw(kind);
    for (const kind of kindsOf(crd)) this.kinds.serve(kind);
    const conditions = ["NamesAccepted", "Established"].map((type) => ({
      type,
      status: "True",
      reason: "Accepted",
      message: "",
    }));
    const status = { ...(isObject(crd["status"]) ? crd["status"] : {}), conditions };
    if (!sameValue(status, crd["status"])) this.store.put(key, { ...crd, status });
  }

  private check(object: KubeObject, kind: FakeKind, about: string, doing: string): void {
    const faults = metadataFaults(object, kind);
    if (faults.length > 0) throw this.refusals.invalid(about, doing, faults);
    const { namespace } = object.metadata;
    if (!kind.namespaced || namespace === undefined) return;
    const parent = this.store.get({ group: "", kind: "Namespace", namespace: "", name: namespace });
    if (parent === undefined)
      throw this.refuse(404, "NotFound", `namespaces "${namespace}" not found`, about, doing);
    const exists =
      object.metadata.name !== undefined && this.store.get(keyOf(kind, refOf(object))) !== undefined;
    if (parent.metadata.deletionTimestamp !== undefined && !exists) {
      const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
      throw this.refuse(403, "Forbidden", message, about, doing);
    }
  }

  private checkVersion(
    object: KubeObject,
    before: KubeObject | undefined,
    about: string,
    doing: string,
  ): void {
    const { resourceVersion, uid } = object.metadata;
    const isStale = (resourceVersion ?? "") !== "" && resourceVersion !== before?.metadata.resourceVersion;
    const isOther = uid !== undefined && uid !== before?.metadata.uid;
    if (isStale || isOther) {
      const message = `Operation cannot be fulfilled on ${about}: the object has been modified; please apply your changes to the latest version and try again`;
      throw this.refuse(409, "Conflict", message, about, doing);
    }
  }

  private servedKind(
    object: { readonly apiVersion: string; readonly kind: string },
    about: string,
  ): FakeKind {
    const gvk = gvkOf(object);
    return this.kinds.find(gvk) ?? notServed(gvk, `${about} on ${this.settings.server}`);
  }

  private notFound(kind: FakeKind, ref: ObjectRef, doing: string): Error {
    return this.refuse(404, "NotFound", `${kindName(kind)} "${ref.name}" not found`, describeRef(ref), doing);
  }

  private refuse(code: number, reason: string, message: string, about: string, doing: string): Error {
    return this.refusals.refuse(code, reason, message, { about, doing });
  }

  private writer(operation: Writer["operation"], kind: FakeKind, options: WriteOptions): Writer {
    return {
      manager: options.fieldManager ?? "groundplan",
      operation,
      apiVersion: apiVersionOf(kind),
      subresource: options.subresource ?? "",
      time: this.now(),
    };
  }

  /** The API's times have whole seconds. */
  private now(): string {
    return this.settings
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
  }
}

/** The store key of a reference; a namespace on a cluster-scoped kind does not count. */
export function keyOf(kind: FakeKind, ref: ObjectRef): StoreKey {
  const namespace = kind.namespaced ? (ref.namespace ?? "") : "";
  return { group: kind.group, kind: kind.kind, namespace, name: ref.name };
}

function identity(ref: ObjectRef): KubeObject["metadata"] {
  return ref.namespace === undefined ? { name: ref.name } : { name: ref.name, namespace: ref.namespace };
}

/** An applied configuration without what its endpoint ignores. */
function confinedConfig(config: KubeObject, kind: FakeKind, subresource: string | undefined): KubeObject {
  if (subresource === "status") {
    const { apiVersion, kind: name, metadata } = config;
    const { namespace } = metadata;
    return {
      apiVersion,
      kind: name,
      metadata: { name: metadata.name ?? "", ...(namespace === undefined ? {} : { namespace }) },
      status: config["status"],
    };
  }
  if (!kind.subresources.includes("status")) return config;
  return {
    ...without(config, "status"),
    apiVersion: config.apiVersion,
    kind: config.kind,
    metadata: config.metadata,
  };
}
