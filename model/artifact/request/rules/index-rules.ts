import type { JsonObject, JsonValue } from "../../../shared/json.js";
import type { Report } from "../../tekton/admission/report.js";
import { parameterValue } from "../../tekton/admission/values.js";
import { asText, objectsOf, textsIn } from "../../tekton/json-parts.js";
import type { UnitView } from "./unit-view.js";

/** Lengths of list parameters, as far as the request says them. */
type Lengths = ReadonlyMap<string, number>;

const INDEXED = /\$\(params(?:\.([^).[]+)|\["([^"]+)"\]|\['([^']+)'\])\[(\d+)\]\)/g;
const WHOLE = /^\$\(params\.([^)[]+)\[\*\]\)$/;

/** Rules for elements of lists: an index must not be beyond the end. */
export function judgeIndices({ unit, tasks }: UnitView, report: Report): void {
  const outer = lengths(unit.params, "default", new Map());
  for (const { task, spec, path } of tasks) {
    const around = { params: task.params, matrix: task.matrix, when: task.when };
    const given = lengths(task.params, "value", outer);
    const inner = new Map([
      ...outer,
      ...hidden(spec.params),
      ...lengths(spec.params, "default", outer),
      ...given,
    ]);
    judge(around, outer, report.at(...path));
    judge(spec, inner, report.at(...path, "taskSpec"));
  }
}

function judge(value: JsonObject, known: Lengths, report: Report): void {
  for (const { text, path } of textsIn(value)) {
    for (const [whole, dotted, double, single, index] of text.matchAll(INDEXED)) {
      const name = dotted ?? double ?? single ?? "";
      const length = known.get(name);
      if (length === undefined || Number(index) < length) continue;
      report.add(path, `uses ${whole}, but "${name}" has ${length} elements, counted from 0`);
    }
  }
}

function lengths(params: JsonValue | undefined, field: "default" | "value", outer: Lengths): Lengths {
  return new Map(
    objectsOf(params).flatMap((param): [string, number][] => {
      const value = parameterValue(param[field]);
      const whole = WHOLE.exec(value?.text ?? "")?.[1];
      const length = whole === undefined ? literalLength(value?.list ?? []) : outer.get(whole);
      const known = value?.type === "array" || whole !== undefined;
      return known && length !== undefined ? [[asText(param.name), length]] : [];
    }),
  );
}

/** A list that contains another one is as long as that makes it. */
function literalLength(list: readonly string[]): number | undefined {
  return list.some((element) => element.includes("[*])")) ? undefined : list.length;
}

/** A task's own parameters hide those of the unit, whatever is known of them; no index is beyond infinity. */
function hidden(params: JsonValue | undefined): Lengths {
  return new Map(objectsOf(params).map(({ name }) => [asText(name), Infinity]));
}
