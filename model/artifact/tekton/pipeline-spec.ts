import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import type { ArtifactPhase } from "../names.js";
import { withPipelineDefaults } from "./defaults.js";
import { asList, asObject, isList, namesOf, objectsOf } from "./json-parts.js";
import { parametersUsedIn } from "./parameter-references.js";
import { impliedParameters, isWellKnown, RESULT_PREFIX, WELL_KNOWN_PARAMETERS } from "./well-known.js";

/** What a unit's workspace says about its declaration; the rest of it is what the workspace is bound to. */
const DECLARED_OF_WORKSPACE = ["name", "description", "optional"];
const ONLY_DECLARED = ["description", "optional"];

/**
 * The inline pipeline of a unit: its tasks, with the well-known parameters declared and bound where a task uses them,
 * and with all defaults written out. Parts of the unit that are not of the expected form are passed on as they are.
 */
export function pipelineSpec(artifact: string, phase: ArtifactPhase, unit: JsonObject): JsonObject {
  const implied = impliedParameters(phase, unit);
  const known = new Set([...namesOf(unit.params), ...implied]);
  const bound = (task: JsonValue): JsonValue => (isObject(task) ? boundTask(phase, known, task) : task);
  return withPipelineDefaults({
    description: unit.description ?? `${phase} an instance of ${artifact}`,
    params: extended(
      unit.params,
      implied.map((name) => ({ name, description: describe(name) })),
    ),
    workspaces: declaredWorkspaces(unit.workspaces),
    tasks: isList(unit.tasks) ? unit.tasks.map(bound) : unit.tasks,
    finally: isList(unit.finally) ? unit.finally.map(bound) : unit.finally,
    results: unit.results,
  });
}

/** What the run of a unit binds its workspaces to; optional ones may be bound to nothing. */
export function workspaceBindings(unit: JsonObject): JsonValue | undefined {
  if (!isList(unit.workspaces)) return unit.workspaces;
  return unit.workspaces
    .filter(isBound)
    .map((workspace) => (isObject(workspace) ? without(workspace, ONLY_DECLARED) : workspace));
}

/** Whether a unit's workspace is bound by its runs: an optional one without a binding is not. */
export function isBound(workspace: JsonValue): boolean {
  if (!isObject(workspace)) return true;
  const binding = Object.keys(workspace).filter((key) => !DECLARED_OF_WORKSPACE.includes(key));
  return workspace.optional !== true || binding.length > 0;
}

function declaredWorkspaces(workspaces: JsonValue | undefined): JsonValue | undefined {
  if (!isList(workspaces)) return workspaces;
  return workspaces.map((workspace) =>
    isObject(workspace) ? pick(workspace, DECLARED_OF_WORKSPACE) : workspace,
  );
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}

/** A task that hands the well-known parameters it uses or declares to its steps, unless it says itself what they are. */
function boundTask(phase: ArtifactPhase, known: ReadonlySet<string>, task: JsonObject): JsonObject {
  const { taskSpec } = task;
  if (!isObject(taskSpec)) return task;
  const spec: JsonObject = taskSpec;
  const declared = objectsOf(spec.params);
  const given = new Set([...namesOf(task.params), ...matrixParameters(task.matrix)]);
  const used = [...parametersUsedIn(spec)].filter((name) => isWellKnown(phase, name) && known.has(name));
  const undeclared = used.filter((name) => !declared.some((param) => param.name === name));
  const open = declared.flatMap(({ name, default: value }) =>
    typeof name === "string" && isWellKnown(phase, name) && known.has(name) && value === undefined
      ? [name]
      : [],
  );
  const unbound = [...undeclared, ...open].filter((name) => !given.has(name));
  return {
    ...task,
    taskSpec: {
      ...spec,
      ...only(
        "params",
        extended(
          spec.params,
          undeclared.map((name) => ({ name, description: describe(name) })),
        ),
      ),
    },
    ...only(
      "params",
      extended(
        task.params,
        unbound.map((name) => ({ name, value: reference(name) })),
      ),
    ),
  };
}

/** Result names may have dots, which only the notation with brackets can say. */
function reference(name: string): string {
  return name.includes(".") ? `$(params["${name}"])` : `$(params.${name})`;
}

function matrixParameters(matrix: JsonValue | undefined): readonly string[] {
  const { params, include } = asObject(matrix);
  return [...namesOf(params), ...asList(include).flatMap((one) => namesOf(asObject(one).params))];
}

function describe(name: string): string {
  return (
    WELL_KNOWN_PARAMETERS.get(name) ?? `result ${name.slice(RESULT_PREFIX.length)} of the instance's build`
  );
}

function extended(list: JsonValue | undefined, added: readonly JsonObject[]): JsonValue | undefined {
  if (added.length === 0) return list;
  if (list === undefined || list === null) return [...added];
  return isList(list) ? [...list, ...added] : list;
}

function only(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
