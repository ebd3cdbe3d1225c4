import type { JsonObject, JsonValue } from "../shared/json.js";

/** A declared parameter. */
export interface Param extends JsonObject {
  readonly name: string;
  /** Default: what the default's or the properties' form says, else `string`. */
  readonly type?: string;
  readonly description?: string;
  readonly default?: JsonValue;
}

/** A parameter's value. */
export interface ParamValue extends JsonObject {
  readonly name: string;
  readonly value: JsonValue;
}

/** A declared result; a unit's results say with `value` which task result they carry. */
export interface Result extends JsonObject {
  readonly name: string;
  readonly value?: JsonValue;
  readonly description?: string;
}

/** What names a shared secret or an account. */
export interface Named extends JsonObject {
  readonly name: string;
}

/** A task with its steps, as Tekton's pipeline tasks are written: everything not named here is passed on. */
export interface PipelineTask extends JsonObject {
  readonly name: string;
  readonly taskSpec: TaskSpec;
  readonly params?: readonly ParamValue[];
  readonly runAfter?: readonly string[];
}

/** Steps and what they need, as Tekton's TaskSpec is written. */
export interface TaskSpec extends JsonObject {
  readonly params?: readonly Param[];
  readonly steps: readonly JsonObject[];
  readonly results?: readonly Result[];
}

/** What is run to build or to clean one instance: a request's unit in Tekton's own spellings. */
export interface Unit extends JsonObject {
  readonly params?: readonly Param[];
  readonly tasks: readonly PipelineTask[];
  readonly finally?: readonly PipelineTask[];
  /** Results of the unit, each the result of a task. */
  readonly results?: readonly Result[];
  /** Shared secrets, mounted as `sec-<artifact>-<name>`. */
  readonly secrets?: readonly Named[];
  /** Accounts of which each instance has one entry for itself, mounted as `acnt-<artifact>-<instance>-<name>`. */
  readonly accounts?: readonly Named[];
  /** Workspaces with what they are bound to, as in a PipelineRun. */
  readonly workspaces?: readonly JsonObject[];
  /** Go durations. Default of `pipeline` one hour. */
  readonly timeouts?: { readonly pipeline?: string; readonly tasks?: string; readonly finally?: string };
  /** Default `default`. */
  readonly serviceAccountName?: string;
  readonly podTemplate?: JsonObject;
}
