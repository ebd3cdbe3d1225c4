import type { KubeObject, ObjectKey } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import type { Propagation } from "./options.js";
import type { MachineState } from "./state.js";
import type { TaskId } from "./task.js";

interface ActionBase {
  readonly task: TaskId;
  readonly key: ObjectKey;
  /** Actions of one group run in parallel, groups one after another in rising order, whatever became of the one before. */
  readonly group: number;
}

/** Writes the target manifest of a task. */
export interface WriteAction extends ActionBase {
  /** `apply` is server-side apply, `replace` a PUT over the live object, `create` a POST. */
  readonly do: "apply" | "replace" | "create";
  /** Delete and create anew when the object cannot be changed, and in any case for `replace`. */
  readonly force: boolean;
  /** Whether the server refuses unknown fields. */
  readonly validate: boolean;
}

/** Removes an object for good (`delete`), or the object of a hook (`delete-hook`). Something already gone is success. */
export interface DeleteAction extends ActionBase {
  readonly do: "delete" | "delete-hook";
  readonly propagation: Propagation;
  /** Precondition of the deletion. */
  readonly uid?: string;
}

/** Takes the hook finalizer off an object; other finalizers stay. Something already gone is success. */
export interface RemoveFinalizerAction extends ActionBase {
  readonly do: "remove-finalizer";
}

/** One thing to do in the cluster. Each may be repeated without harm. */
export type MachineAction = WriteAction | DeleteAction | RemoveFinalizerAction;

/** What became of an action. */
export interface Outcome {
  readonly action: MachineAction;
  /** What users read: `created`, `configured`, or the whole error. */
  readonly message: string;
  readonly ok: boolean;
}

/** What the machine is told about the cluster. */
export interface Observed {
  /** RFC 3339. */
  readonly now: string;
  /** The object as it is now; undefined only when there is none. Knows the answers of the actions that have run. */
  live(key: ObjectKey): KubeObject | undefined;
  /** Undefined when there is no rule for the kind, which counts as success. */
  health(object: KubeObject): Health | undefined;
}

/** What has to happen before the next step makes sense. */
export interface Wait {
  readonly message: string;
  /** Any change of one of these objects ends the wait. */
  readonly watch: readonly ObjectKey[];
  /** The wait ends then even if nothing changes; RFC 3339. */
  readonly until?: string;
}

/** What to do next: see the protocol in machine.ts. */
export interface Step {
  readonly state: MachineState;
  /** Whether the state must be recorded in the cluster before anything else is done. */
  readonly record: boolean;
  readonly actions: readonly MachineAction[];
  readonly wait?: Wait;
}
