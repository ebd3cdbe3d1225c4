import { isObject } from "../../../model/shared/json.js";
import type { KubeObject } from "../types.js";
import { ELEMENT, elementSegment, fieldsOf, joinPath, readablePath, removeAt, splitPath } from "./fields.js";
import type { Shapes } from "./list-shapes.js";
import { isSame, type Manager, settled, withFields, type Writer } from "./managed-fields.js";
import { sameValue } from "./same-value.js";

/** A field that another manager owns with another value. */
export interface FieldConflict {
  readonly manager: Manager;
  /** As the API server writes it: `.spec.replicas`. */
  readonly field: string;
}

export type ApplyResult =
  | { readonly conflicts: readonly FieldConflict[] }
  | { readonly object: KubeObject; readonly managers: readonly Manager[] };

/**
 * Server-side apply: merges a configuration into the live object, removes what the same manager had applied before
 * and does not any more (unless somebody else owns it too), and refuses to change what others own, unless forced.
 */
export function serverSideApply(
  live: KubeObject,
  managers: readonly Manager[],
  config: KubeObject,
  writer: Writer,
  options: { readonly force: boolean; readonly shapes: Shapes },
): ApplyResult {
  const { shapes } = options;
  const current = fieldsOf(live, shapes);
  const wanted = fieldsOf(config, shapes);
  const own = managers.find((manager) => isSame(manager, writer));
  let others = managers.filter((manager) => !isSame(manager, writer));

  const differs = (path: string): boolean => {
    const value = wanted.get(path);
    return value !== ELEMENT && !(current.has(path) && sameValue(current.get(path), value));
  };
  const conflicts = others.flatMap((manager) =>
    [...manager.fields]
      .filter((path) => wanted.has(path) && differs(path))
      .map((path) => ({ manager, path, field: readablePath(path) })),
  );
  if (conflicts.length > 0 && !options.force) return { conflicts };
  others = others.map((manager) => {
    const lost = new Set(
      conflicts.filter((conflict) => conflict.manager === manager).map(({ path }) => path),
    );
    return lost.size === 0
      ? manager
      : withFields(
          manager,
          [...manager.fields].filter((path) => !lost.has(path)),
        );
  });

  const object = structuredClone(live);
  merge(object, config, [], shapes);
  const dropped = [...(own?.fields ?? [])].filter((path) => !wanted.has(path) && !isHeld(path, others));
  const keep = new Set(wanted.keys());
  // Elements go before their fields: an element without its key could not be found any more.
  for (const path of dropped.sort((a, b) => a.length - b.length)) {
    if (!isKeyOfHeldElement(path, others)) removeAt(object, splitPath(path), shapes, keep);
  }

  const present = fieldsOf(object, shapes);
  const ours = new Set(wanted.keys());
  const unchanged =
    own !== undefined && own.fields.size === ours.size && [...ours].every((path) => own.fields.has(path));
  const entry: Manager = unchanged ? own : { ...writer, fields: ours };
  const rest = others.map((manager) =>
    withFields(
      manager,
      [...manager.fields].filter((path) => present.has(path)),
    ),
  );
  return { object, managers: settled([...rest, entry]) };
}

/** Whether somebody owns a path or, for an element of a list, anything within it. */
function isHeld(path: string, managers: readonly Manager[]): boolean {
  return managers.some(
    ({ fields }) => fields.has(path) || [...fields].some((other) => other.startsWith(`${path}\u0000`)),
  );
}

/** Whether a path is the key field of an element that somebody else still needs. */
function isKeyOfHeldElement(path: string, managers: readonly Manager[]): boolean {
  const segments = splitPath(path);
  const element = segments.at(-2);
  if (element?.startsWith("k:") !== true) return false;
  const keys: unknown = JSON.parse(element.slice(2));
  return (
    isObject(keys) &&
    (segments.at(-1) ?? "").slice(2) in keys &&
    isHeld(joinPath(segments.slice(0, -1)), managers)
  );
}

function merge(
  into: Record<string, unknown>,
  from: Readonly<Record<string, unknown>>,
  path: readonly string[],
  shapes: Shapes,
): void {
  for (const [name, value] of Object.entries(from)) {
    const at = [...path, name];
    const before = into[name];
    if (isObject(value) && isObject(before) && !shapes.isAtomicMap(at)) merge(before, value, at, shapes);
    else if (Array.isArray(value) && Array.isArray(before))
      into[name] = mergeLists(before, value, at, shapes);
    else into[name] = structuredClone(value);
  }
}

/** Elements of the configuration keep their order; live ones it does not name keep theirs behind them. */
function mergeLists(live: unknown[], config: unknown[], path: readonly string[], shapes: Shapes): unknown[] {
  const shape = shapes.list(path);
  if (shape.type === "atomic") return structuredClone(config);
  const rest = new Map(live.map((element) => [elementSegment(element, shape), element]));
  const merged = config.map((element) => {
    const segment = elementSegment(element, shape);
    const before = rest.get(segment);
    rest.delete(segment);
    if (!isObject(before) || !isObject(element)) return structuredClone(element);
    merge(before, element, path, shapes);
    return before;
  });
  return [...merged, ...rest.values()];
}
