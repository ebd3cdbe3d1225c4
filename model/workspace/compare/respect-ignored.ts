import { isObject } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { FieldSet } from "./field-set.js";
import { ignoredByManager, ignoredPointers } from "./ignored-fields.js";
import { rulesFor, type IgnoreRule } from "./ignore-rules.js";
import { listIndex } from "./json-pointer.js";
import { elementsOf } from "./list-elements.js";
import { member, without } from "./members.js";
import { SERVERS_METADATA } from "./normalise.js";
import { isSecret, secretAsStored } from "./secret-data.js";

/**
 * The target with the live values of every ignored field that exists in the live object, so that applying does not
 * undo them (`RespectIgnoreDifferences`). What stands beside an ignored field keeps the target's value; `status` and
 * what only the server writes is never copied.
 */
export function keepIgnored(target: KubeObject, live: KubeObject, rules: readonly IgnoreRule[]): KubeObject {
  const matching = rulesFor(target, rules);
  const pointers = ignoredPointers(matching);
  const owned = ignoredByManager(live, matching);
  if (pointers.length === 0 && owned.isEmpty) return target;
  const source = writableFields(live);
  const base = isSecret(target) ? secretAsStored(target) : target;
  const kept = pointers.reduce<unknown>(
    (object, tokens) => copyPointer(object, source, tokens),
    copyOwned(base, source, owned),
  );
  if (!isObject(kept)) return base;
  const metadata = isObject(kept.metadata) ? { ...base.metadata, ...kept.metadata } : base.metadata;
  return { ...base, ...kept, metadata };
}

const NEVER_COPIED: ReadonlySet<string> = new Set(["apiVersion", "kind", "status"]);
const NEVER_COPIED_METADATA: ReadonlySet<string> = new Set([
  ...SERVERS_METADATA,
  "generateName",
  "name",
  "namespace",
]);

function writableFields(live: KubeObject): object {
  return { ...without<object>(live, NEVER_COPIED), metadata: without(live.metadata, NEVER_COPIED_METADATA) };
}

/** Copies one field; `undefined` where neither side has anything. */
function copyPointer(target: unknown, live: unknown, [token, ...deeper]: readonly string[]): unknown {
  if (token === undefined) return live;
  if (Array.isArray(live)) {
    if (!Array.isArray(target)) return target;
    const index = listIndex(token, Math.min(target.length, live.length));
    return target.map((element: unknown, at) =>
      at === index ? copyPointer(element, live[at], deeper) : element,
    );
  }
  if (!isObject(live) || !Object.hasOwn(live, token) || !mayHold(target)) return target;
  const copied = copyPointer(member(target, token), live[token], deeper);
  return copied === undefined ? target : { ...(target ?? {}), [token]: copied };
}

/** Whether fields can be put into a value: it is a map, or there is nothing yet. */
function mayHold(target: unknown): target is Record<string, unknown> | null | undefined {
  return target === undefined || target === null || isObject(target);
}

/** Copies what is owned; `undefined` where neither side has anything. */
function copyOwned(target: unknown, live: unknown, owned: FieldSet): unknown {
  if (owned.isEmpty || live === undefined) return target;
  if (owned.isLeaf) return live;
  if (Array.isArray(live)) return copyOwnedElements(target, live, owned);
  if (!isObject(live) || !mayHold(target)) return target;
  const copied = Object.entries(live).flatMap(([name, value]) => {
    const kept = copyOwned(member(target, name), value, owned.step(name));
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return copied.length === 0 ? target : { ...(target ?? {}), ...Object.fromEntries(copied) };
}

function copyOwnedElements(target: unknown, live: readonly unknown[], owned: FieldSet): unknown {
  const shape = owned.listShape();
  if (shape === undefined || shape.type === "atomic") return target;
  const present = elementsOf(live, shape, undefined);
  const wanted = elementsOf(Array.isArray(target) ? target : [], shape, undefined);
  if (present === undefined || wanted === undefined) return target;
  const kept = [...wanted.values()].map(({ id, step, value }) =>
    copyOwned(value, present.get(id)?.value, owned.step(step)),
  );
  const added = [...present.values()]
    .filter(({ id, step }) => !wanted.has(id) && owned.step(step).ownsItself)
    .map(({ value }) => value);
  return kept.length + added.length === 0 ? target : [...kept, ...added];
}
