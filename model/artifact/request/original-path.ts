import { isObject, type JsonValue } from "../../shared/json.js";
import type { PropertyPath } from "../../shared/property-path.js";
import { isList } from "../tekton/json-parts.js";

/** What a field of a normalised request may be written as, the first where neither is there. */
const WRITTEN_AS: ReadonlyMap<string, readonly string[]> = new Map([
  ["taskSpec", ["spec"]],
  ["params", ["paramValues"]],
  ["computeResources", ["computeResource"]],
  ["memory", ["mem"]],
  ["secretKeyRef", ["sercretKeyRef"]],
]);
/** Fields that old spellings leave out. */
const LEFT_OUT: ReadonlySet<string> = new Set(["valueFrom"]);

/**
 * Where something of a normalised request stands in the request as written. A part that the request does not have
 * keeps its name; a path into a value that was written as a plain text, or beyond the end of a list, ends there.
 */
export function originalPath(request: JsonValue, path: PropertyPath): PropertyPath {
  const written: (string | number)[] = [];
  let cursor: JsonValue | undefined = request;
  for (const step of path) {
    if (typeof step === "number") {
      if (typeof cursor === "string" || (isList(cursor) && step >= cursor.length)) return written;
      written.push(step);
      cursor = isList(cursor) ? cursor[step] : undefined;
    } else if (isObject(cursor)) {
      const key: string | undefined = keyIn(cursor, step);
      if (key === undefined) continue;
      written.push(key);
      cursor = cursor[key];
    } else {
      if (typeof cursor === "string") return written;
      written.push(step);
      cursor = undefined;
    }
  }
  return written;
}

function keyIn(object: Readonly<Record<string, unknown>>, step: string): string | undefined {
  if (Object.hasOwn(object, step)) return step;
  const aliases = WRITTEN_AS.get(step) ?? [];
  const alias = aliases.find((name) => Object.hasOwn(object, name));
  if (alias !== undefined) return alias;
  const folded = Object.keys(object).find((key) => key.toLowerCase() === step.toLowerCase());
  if (folded !== undefined) return folded;
  if (LEFT_OUT.has(step)) return undefined;
  return step === "taskSpec" ? "spec" : step;
}
