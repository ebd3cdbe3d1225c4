import { isObject } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { asJson } from "./as-json.js";
import { FieldSet, ownedBy } from "./field-set.js";
import type { IgnoreRule } from "./ignore-rules.js";
import { listIndex, pointerTokens } from "./json-pointer.js";
import { keysOf } from "./list-elements.js";

/** What the managers that rules name own in a live object. */
export function ignoredByManager(live: KubeObject, rules: readonly IgnoreRule[]): FieldSet {
  const names = new Set(rules.flatMap((rule) => rule.managedFieldsManagers ?? []));
  return names.size === 0 ? FieldSet.NONE : ownedBy(live, (manager) => names.has(manager));
}

/** The fields that rules name by pointer; what is no pointer names nothing. */
export function ignoredPointers(rules: readonly IgnoreRule[]): string[][] {
  return rules
    .flatMap((rule) => rule.jsonPointers ?? [])
    .map(pointerTokens)
    .filter((tokens) => tokens !== undefined);
}

/**
 * One side of a comparison without what is ignored. A list's element that a pointer names becomes `null`, so that
 * the elements behind it keep their place.
 */
export function withoutIgnored(
  object: KubeObject,
  pointers: readonly (readonly string[])[],
  owned: FieldSet,
): KubeObject {
  if (pointers.length === 0 && owned.isEmpty) return object;
  const { apiVersion, kind } = object;
  const rest = pointers.reduce<unknown>(withoutPointer, withoutOwned(object, owned));
  if (!isObject(rest)) return object;
  return { ...rest, apiVersion, kind, metadata: isObject(rest.metadata) ? rest.metadata : {} };
}

function withoutPointer(value: unknown, [token, ...deeper]: readonly string[]): unknown {
  if (token === undefined) return value;
  if (Array.isArray(value)) {
    const index = listIndex(token, value.length);
    if (index === undefined) return value;
    const inner: unknown = deeper.length === 0 ? null : withoutPointer(value[index], deeper);
    return value.map((element: unknown, at) => (at === index ? inner : element));
  }
  if (!isObject(value) || !Object.hasOwn(value, token)) return value;
  const inner = deeper.length === 0 ? undefined : withoutPointer(value[token], deeper);
  if (deeper.length > 0) return { ...value, [token]: inner };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== token));
}

function withoutOwned(value: unknown, owned: FieldSet, keys: readonly string[] = []): unknown {
  if (owned.isEmpty) return value;
  if (Array.isArray(value)) return withoutOwnedElements(value, owned);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, content]) => {
      const below = owned.step(name);
      if (below.isEmpty || keys.includes(name)) return [[name, content]];
      return below.isLeaf ? [] : [[name, withoutOwned(content, below)]];
    }),
  );
}

function withoutOwnedElements(list: readonly unknown[], owned: FieldSet): unknown[] {
  const shape = owned.listShape();
  if (shape?.type === "set") return list.filter((value) => !owned.has([{ member: asJson(value) }]));
  if (shape?.type !== "map") return [...list];
  return list.flatMap((element) => {
    const step = keysOf(element, shape.keys);
    const below = step === undefined ? FieldSet.NONE : owned.step(step);
    const rest = withoutOwned(element, below, shape.keys);
    const onlyKeys = isObject(rest) && Object.keys(rest).every((name) => shape.keys.includes(name));
    return below.ownsItself && onlyKeys ? [] : [rest];
  });
}
