import type { JsonObject } from "../../../shared/json.js";
import { asList, asObject, asText, objectsOf } from "../json-parts.js";
import type { Report } from "./report.js";
import { type ResultReference, resultReferences } from "./result-references.js";
import { type StepField, stepTexts } from "./step-texts.js";
import { expressionsIn, expressionsOfValue, expressionsOfWhen } from "./values.js";

const NOT_SEARCHED: ReadonlySet<StepField> = new Set(["envFrom", "mount", "device", "onError"]);

/** Results that a pipeline's task refers to: in parameters, `when`, and the steps and sidecars of its own spec. */
export function resultsUsedBy(task: JsonObject): readonly ResultReference[] {
  const matrix = asObject(task.matrix);
  const params = [
    ...objectsOf(task.params),
    ...objectsOf(matrix.params),
    ...objectsOf(matrix.include).flatMap((include) => objectsOf(include.params)),
  ];
  const spec = asObject(task.taskSpec);
  const texts = [
    ...objectsOf(spec.steps).flatMap((_step, index) => stepTexts(spec, index)),
    ...objectsOf(spec.sidecars).flatMap((sidecar) => stepTexts({ steps: [sidecar] }, 0)),
  ].filter(({ field }) => !NOT_SEARCHED.has(field));
  return resultReferences([
    ...params.flatMap(({ value }) => expressionsOfValue(value)),
    ...objectsOf(task.when).flatMap(expressionsOfWhen),
    ...texts.flatMap(({ text }) => expressionsIn(text)),
  ]);
}

/** Rules for the order of a pipeline's tasks: what a task waits for must exist, and nothing may wait for itself. */
export function judgeGraph(tasks: readonly JsonObject[], report: Report): void {
  const waits = new Map<string, ReadonlySet<string>>();
  tasks.forEach((task, index) => {
    const after = asList(task.runAfter).map(asText);
    const results = resultsUsedBy(task).map((reference) => reference.task);
    waits.set(asText(task.name), new Set([...after, ...results]));
    const exists = (name: string): boolean => tasks.some((other) => asText(other.name) === name);
    after.forEach((name, at) => {
      if (!exists(name)) report.add([index, "runAfter", at], `names a task that does not exist: "${name}"`);
    });
    for (const name of new Set(results)) {
      if (!exists(name)) report.add([index], `uses a result of a task that does not exist: "${name}"`);
    }
  });
  const circle = circleIn(waits);
  if (circle === undefined) return;
  const index = tasks.findIndex(({ name }) => asText(name) === circle[0]);
  report.add([index, "runAfter"], `waits for itself: ${circle.join(" waits for ")}`);
}

/** A circle of names, its first name repeated at the end. */
function circleIn(waits: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const free = new Set<string>();
  const search = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (free.has(name)) return undefined;
    for (const next of waits.get(name) ?? []) {
      const circle = search(next, [...trail, name]);
      if (circle !== undefined) return circle;
    }
    free.add(name);
    return undefined;
  };
  for (const name of waits.keys()) {
    const circle = search(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
