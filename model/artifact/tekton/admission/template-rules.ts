import { isObject, type JsonObject, type JsonValue } from "../../../shared/json.js";
import { asObject, asText, isList, objectsOf } from "../json-parts.js";
import type { Report } from "./report.js";

/** Lists that a step and the step template are merged in, and what tells which elements are the same. */
const MERGED_BY = { env: "name", volumeMounts: "mountPath", volumeDevices: "devicePath" } as const;

/**
 * Rules for merging steps with the step template. Tekton's merge fails over a list that names something twice with
 * something else between, as far as those elements say anything that the template does not say.
 */
export function judgeTemplate(taskSpec: JsonObject, report: Report): void {
  const template = asObject(taskSpec.stepTemplate);
  objectsOf(taskSpec.steps).forEach((step, index) => {
    if (step.ref !== undefined) return;
    for (const [field, key] of Object.entries(MERGED_BY)) {
      const repeated = unmergeable(objectsOf(template[field]), objectsOf(step[field]), key);
      if (repeated === undefined) continue;
      report.add(
        ["steps", index, field],
        `names "${repeated}" twice, which cannot be merged with the step template`,
        "Name it once",
      );
    }
  });
}

/** The key of an element that stands in the way of a merge. */
function unmergeable(
  template: readonly JsonObject[],
  list: readonly JsonObject[],
  key: string,
): string | undefined {
  if (template.length === 0) return undefined;
  const order = list.map((element) => asText(element[key]));
  const changed = [...new Set(order)].flatMap((name) => {
    // The merge compares the last of a name with the last of the template, and so on backwards.
    const theirs = template.filter((element) => asText(element[key]) === name).toReversed();
    return list
      .filter((element) => asText(element[key]) === name)
      .toReversed()
      .filter((element, at) => saysMore(element, theirs[at]))
      .map(() => name);
  });
  let next = 0;
  for (const name of order) if (name === changed[next]) next += 1;
  return next === changed.length ? undefined : order.find((name, at) => order.indexOf(name) !== at);
}

/** Whether a value has anything that is not the same in the other. */
function saysMore(value: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (isList(value)) return JSON.stringify(value) !== JSON.stringify(other);
  if (!isObject(value)) return value !== other;
  if (!isObject(other)) return true;
  const [mine, theirs]: readonly [JsonObject, JsonObject] = [value, other];
  return Object.entries(mine).some(([key, member]) => saysMore(member, theirs[key]));
}
