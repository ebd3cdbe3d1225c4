import type { JsonObject } from "../../../shared/json.js";
import type { PropertyPath } from "../../../shared/property-path.js";
import type { ArtifactPhase } from "../../names.js";
import { asList, asObject, asText, namesOf, objectsOf } from "../../tekton/json-parts.js";

/** One task of a unit, and where it stands in the request. */
export interface TaskView {
  readonly name: string;
  readonly task: JsonObject;
  readonly spec: JsonObject;
  readonly path: PropertyPath;
}

/** A unit of a request as the rules look at it. */
export interface UnitView {
  readonly phase: ArtifactPhase;
  readonly unit: JsonObject;
  readonly tasks: readonly TaskView[];
  /** The normalised request that it is part of. */
  readonly request: JsonObject;
}

/** The unit of a phase. */
export function unitView(request: JsonObject, phase: ArtifactPhase): UnitView {
  const unit = asObject(request[phase]);
  const tasks = (["tasks", "finally"] as const).flatMap((section) =>
    objectsOf(unit[section]).map((task, index) => ({
      name: asText(task.name),
      task,
      spec: asObject(task.taskSpec),
      path: [phase, section, index],
    })),
  );
  return { phase, unit, tasks, request };
}

/** What to call the place that a path inside a task spec leads to: `step "go" of task "make"`. */
export function placeName({ name, spec }: TaskView, path: PropertyPath): string {
  const [section, index] = path;
  const task = `task "${name}"`;
  if ((section !== "steps" && section !== "sidecars") || typeof index !== "number") return task;
  const container = asText(asObject(asList(spec[section])[index]).name);
  const kind = section === "steps" ? "step" : "sidecar";
  return `${kind} ${container === "" ? `number ${index + 1}` : `"${container}"`} of ${task}`;
}

/** Names of the results that a task declares. */
export function resultsOf(view: UnitView, task: string): readonly string[] | undefined {
  const found = view.tasks.find(({ name }) => name === task);
  return found === undefined ? undefined : namesOf(found.spec.results);
}
