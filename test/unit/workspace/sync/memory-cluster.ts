import { isObject } from "../../../../model/shared/json.js";
import { type KubeObject, objectKey, type ObjectKey } from "../../../../model/shared/kubernetes-object.js";
import { HEALTH_CODES, type Health, type HealthCode } from "../../../../model/workspace/codes.js";
import type { MachineAction, Observed, Outcome } from "../../../../model/workspace/sync/actions.js";
import { HOOK_FINALIZER } from "../../../../model/workspace/sync/hooks.js";

const KINDS_WITH_HEALTH = ["Deployment", "StatefulSet", "Job"];

/** A cluster in memory: objects, finalizers, deletions, and health as tests set it. */
export class MemoryCluster {
  readonly objects = new Map<ObjectKey, KubeObject>();
  /** What was done, in order: `apply shop/web`. */
  readonly writes: { readonly do: MachineAction["do"]; readonly key: ObjectKey; readonly group: number }[] =
    [];
  /** Errors by key, or by `<do> <key>`. */
  readonly failing = new Map<string, string>();
  now = Date.parse("2026-01-01T00:00:00Z");
  private made = 0;

  /** Puts an object there, as if somebody had. */
  put(object: KubeObject): KubeObject {
    const key = objectKey(object);
    this.made += 1;
    const uid = this.objects.get(key)?.metadata.uid ?? `uid-${this.made}`;
    const stored = { ...object, metadata: { ...object.metadata, uid } };
    this.objects.set(key, stored);
    return stored;
  }

  setHealth(key: ObjectKey, status: HealthCode, message = ""): void {
    const object = this.objects.get(key);
    if (object !== undefined) this.objects.set(key, { ...object, status: { health: { status, message } } });
  }

  remove(key: ObjectKey): void {
    this.objects.delete(key);
  }

  /** Takes a finalizer off, after which an object that is being deleted may vanish. */
  release(key: ObjectKey, finalizer: string): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    if (finalizers.length === 0 && object.metadata.deletionTimestamp !== undefined) this.objects.delete(key);
    else this.objects.set(key, { ...object, metadata: { ...object.metadata, finalizers } });
  }

  delete(key: ObjectKey): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    if ((object.metadata.finalizers ?? []).length === 0) this.objects.delete(key);
    else {
      const deletionTimestamp = new Date(this.now).toISOString();
      this.objects.set(key, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
    }
  }

  run(action: MachineAction, target: KubeObject | undefined): Outcome {
    this.writes.push({ do: action.do, key: action.key, group: action.group });
    const error = this.failing.get(action.key) ?? this.failing.get(`${action.do} ${action.key}`);
    if (error !== undefined) return { action, ok: false, message: error };
    switch (action.do) {
      case "apply":
      case "replace":
      case "create":
        return this.write(action, target);
      case "delete":
      case "delete-hook":
        this.delete(action.key);
        return { action, ok: true, message: "" };
      case "remove-finalizer":
        this.release(action.key, HOOK_FINALIZER);
        return { action, ok: true, message: "" };
    }
  }

  private write(action: MachineAction, target: KubeObject | undefined): Outcome {
    if (target === undefined) throw new Error(`no manifest for ${action.task}`);
    const isThere = this.objects.has(action.key);
    if (action.do === "create" && isThere) return { action, ok: false, message: "already exists" };
    if (action.do === "replace" && !isThere) return { action, ok: false, message: "not found" };
    this.put(target);
    return { action, ok: true, message: isThere ? "configured" : "created" };
  }

  observed(): Observed {
    return {
      now: new Date(this.now).toISOString(),
      live: (key) => this.objects.get(key),
      health: healthIn,
    };
  }

  /** The writes as texts. */
  log(): string[] {
    return this.writes.map((write) => `${write.do} ${write.key.split("/").slice(1).join("/")}`);
  }
}

function healthIn(object: KubeObject): Health | undefined {
  const status = object["status"];
  const health = isObject(status) ? status["health"] : undefined;
  if (!isObject(health)) {
    return KINDS_WITH_HEALTH.includes(object.kind)
      ? { status: "Progressing", message: "starting" }
      : undefined;
  }
  const code = HEALTH_CODES.find((each) => each === health["status"]);
  return { status: code ?? "Unknown", message: String(health["message"]) };
}
