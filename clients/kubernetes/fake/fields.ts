import { isObject } from "../../../model/shared/json.js";
import type { ListShape, Shapes } from "./list-shapes.js";

/**
 * Paths in the notation of FieldsV1: `f:<name>` a field, `k:{…}` an element of an associative list, `v:<json>` a
 * member of a set. As map keys they are joined by a character that occurs in none of them.
 */
export type FieldPath = readonly string[];

const JOINT = "\u0000";

/** Paths to everything that can be owned, with the value found there; an associative element itself has `ELEMENT`. */
export type Fields = Map<string, unknown>;

/** Stands for the mere presence of an element of an associative list. */
export const ELEMENT = Symbol("element");

/** Fields that belong to the server and are never owned. */
const SERVERS = new Set([
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "managedFields",
  "selfLink",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
]);

export function joinPath(path: FieldPath): string {
  return path.join(JOINT);
}

export function splitPath(key: string): string[] {
  return key.split(JOINT);
}

/** `.spec.template.spec.containers[name="web"].image`, as the API server writes it in conflicts. */
export function readablePath(key: string): string {
  return splitPath(key)
    .map((segment) => {
      const rest = segment.slice(2);
      if (segment.startsWith("f:")) return `.${rest}`;
      if (segment.startsWith("v:")) return `[=${rest}]`;
      const entries = Object.entries(JSON.parse(rest) as Record<string, unknown>);
      return `[${entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
    })
    .join("");
}

/** Everything ownable in an object. */
export function fieldsOf(object: Readonly<Record<string, unknown>>, shapes: Shapes): Fields {
  const fields: Fields = new Map();
  for (const [name, value] of Object.entries(object)) {
    if (name === "apiVersion" || name === "kind") continue;
    if (name !== "metadata") {
      collect(value, [`f:${name}`], [name], shapes, fields);
    } else if (isObject(value)) {
      for (const [field, content] of Object.entries(value)) {
        if (!SERVERS.has(field))
          collect(content, ["f:metadata", `f:${field}`], ["metadata", field], shapes, fields);
      }
    }
  }
  return fields;
}

function collect(
  value: unknown,
  path: FieldPath,
  names: readonly string[],
  shapes: Shapes,
  into: Fields,
): void {
  if (isObject(value) && Object.keys(value).length > 0 && !shapes.isAtomicMap(names)) {
    for (const [name, content] of Object.entries(value)) {
      collect(content, [...path, `f:${name}`], [...names, name], shapes, into);
    }
    return;
  }
  const shape: ListShape = Array.isArray(value) && value.length > 0 ? shapes.list(names) : { type: "atomic" };
  if (shape.type === "atomic" || !Array.isArray(value)) {
    into.set(joinPath(path), value);
    return;
  }
  for (const element of value as unknown[]) {
    const at = [...path, elementSegment(element, shape)];
    into.set(joinPath(at), ELEMENT);
    if (shape.type === "map" && isObject(element)) {
      for (const [name, content] of Object.entries(element)) {
        collect(content, [...at, `f:${name}`], [...names, name], shapes, into);
      }
    }
  }
}

/** What names an element of a set or an associative list. */
export function elementSegment(element: unknown, shape: ListShape): string {
  if (shape.type !== "map" || !isObject(element)) return `v:${JSON.stringify(element)}`;
  // The one key with a default in the API: ports without a protocol are TCP.
  const keys = shape.keys.map((key) => [key, element[key] ?? (key === "protocol" ? "TCP" : null)] as const);
  return `k:${JSON.stringify(Object.fromEntries(keys))}`;
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: FieldPath, shapes: Shapes): unknown {
  let at = root;
  const names: string[] = [];
  for (const segment of path) {
    if (segment.startsWith("f:")) {
      const name = segment.slice(2);
      names.push(name);
      at = isObject(at) ? at[name] : undefined;
    } else {
      at = Array.isArray(at)
        ? (at as unknown[]).find((element) => elementSegment(element, shapes.list(names)) === segment)
        : undefined;
    }
  }
  return at;
}

/** Removes what is at a path, and the maps and lists that become empty by it, unless they are kept on purpose. */
export function removeAt(root: unknown, path: FieldPath, shapes: Shapes, keep: ReadonlySet<string>): void {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = valueAt(root, path.slice(0, depth - 1), shapes);
    const segment = path[depth - 1] ?? "";
    if (depth < path.length) {
      const emptied = valueAt(root, path.slice(0, depth), shapes);
      const size = Array.isArray(emptied)
        ? emptied.length
        : isObject(emptied)
          ? Object.keys(emptied).length
          : 1;
      if (size > 0 || keep.has(joinPath(path.slice(0, depth)))) return;
    }
    if (isObject(parent) && segment.startsWith("f:")) {
      Reflect.deleteProperty(parent, segment.slice(2));
    } else if (Array.isArray(parent)) {
      const names = path
        .slice(0, depth - 1)
        .flatMap((part) => (part.startsWith("f:") ? [part.slice(2)] : []));
      const index = parent.findIndex((element) => elementSegment(element, shapes.list(names)) === segment);
      if (index >= 0) parent.splice(index, 1);
    }
  }
}
