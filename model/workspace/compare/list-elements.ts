import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import { asJson } from "./as-json.js";
import type { FieldSet } from "./field-set.js";
import { typeBelow, type KnownType } from "./known-type.js";
import type { Step } from "./path.js";

/** How the elements of a list on both sides find each other. */
export type ListShape =
  | { readonly type: "map"; readonly keys: readonly string[] }
  | { readonly type: "set" }
  /** One value: elements stand at their index. */
  | { readonly type: "atomic" };

const ATOMIC: ListShape = { type: "atomic" };

/** What live ownership shows, and where nobody owns the list, what is known of its type. */
export function shapeOfList(owners: FieldSet, type: KnownType | undefined): ListShape {
  const owned = owners.listShape();
  if (owned !== undefined && (owned.type !== "atomic" || owners.isLeaf)) return owned;
  if (type?.type !== "list") return ATOMIC;
  if (type.set) return { type: "set" };
  return type.keys === undefined ? ATOMIC : { type: "map", keys: type.keys };
}

/** An element of a keyed list or set with the step that leads to it. */
export interface Element {
  readonly id: string;
  readonly step: Step;
  readonly value: unknown;
}

/**
 * The elements by what names them; `undefined` when one has no name or two have the same, so that only their index
 * tells them apart. `null` elements are left out.
 */
export function elementsOf(
  list: readonly unknown[],
  shape: Exclude<ListShape, { type: "atomic" }>,
  type: KnownType | undefined,
): ReadonlyMap<string, Element> | undefined {
  const elements = new Map<string, Element>();
  const items = typeBelow(type, undefined);
  for (const value of list) {
    if (value === null || value === undefined) continue;
    const step = shape.type === "set" ? { member: asJson(value) } : keysOf(value, shape.keys, items);
    if (step === undefined) return undefined;
    const id = "member" in step ? canonicalJson(step.member) : JSON.stringify(Object.values(step.keys));
    if (elements.has(id)) return undefined;
    elements.set(id, { id, step, value });
  }
  return elements;
}

/** The step to an element by its keys; a key that is left out has its default, which for protocols is TCP. */
export function keysOf(
  element: unknown,
  names: readonly string[],
  items?: KnownType,
): { readonly keys: Readonly<Record<string, JsonValue>> } | undefined {
  if (!isObject(element)) return undefined;
  const keys: [string, JsonValue][] = [];
  for (const name of names) {
    const value = element[name] ?? defaultOf(name, items);
    if (value === undefined) return undefined;
    keys.push([name, asJson(value)]);
  }
  return { keys: Object.fromEntries(keys) };
}

function defaultOf(name: string, items: KnownType | undefined): JsonValue | undefined {
  const type = typeBelow(items, name);
  if (type?.type === "scalar" && type.defaultsTo !== undefined) return type.defaultsTo;
  return name === "protocol" ? "TCP" : undefined;
}
