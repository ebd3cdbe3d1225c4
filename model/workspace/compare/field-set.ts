import { canonicalJson, isObject } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { asJson, asJsonObject } from "./as-json.js";
import type { FieldPath, Step } from "./path.js";

type Node = Readonly<Record<string, unknown>>;

/** How live ownership shows that a list is treated. */
export type OwnedListShape =
  | { readonly type: "map"; readonly keys: readonly string[] }
  | { readonly type: "set" }
  | { readonly type: "atomic" };

/**
 * The fields that managers own, at and below one place of an object. Reads the tree that `managedFields` hold
 * (FieldsV1: `f:<name>` a field, `k:{…}` an element by its keys, `v:<json>` a member of a set, `i:<n>` an index, `.`
 * the place itself) without copying it.
 */
export class FieldSet {
  static readonly NONE = new FieldSet([]);
  readonly #nodes: readonly Node[];

  private constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  /** The set of one `fieldsV1`; anything that is no object is the empty set. */
  static parse(fieldsV1: unknown): FieldSet {
    return isObject(fieldsV1) && Object.keys(fieldsV1).length > 0 ? new FieldSet([fieldsV1]) : FieldSet.NONE;
  }

  /** Everything that is in one of the sets. */
  static union(...sets: readonly FieldSet[]): FieldSet {
    const filled = sets.filter((set) => !set.isEmpty);
    const [only] = filled;
    if (only === undefined) return FieldSet.NONE;
    return filled.length === 1 ? only : new FieldSet(filled.flatMap((set) => set.#nodes));
  }

  /** Nothing at this place or below is owned. */
  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** This place is owned, and nothing below it by itself: a scalar, or a list or map that counts as one value. */
  get isLeaf(): boolean {
    return !this.isEmpty && this.#nodes.every((node) => Object.keys(node).length === 0);
  }

  /** Whether this place itself is owned, and not only something below. */
  get ownsItself(): boolean {
    return this.#nodes.some((node) => Object.keys(node).length === 0 || Object.hasOwn(node, "."));
  }

  /** Whether the place at a path is owned itself. */
  has(path: FieldPath): boolean {
    return this.at(path).ownsItself;
  }

  /** The set below a path. */
  at(path: FieldPath): FieldSet {
    return path.reduce<FieldSet>((set, step) => set.step(step), this);
  }

  /** The set below one step. */
  step(step: Step): FieldSet {
    if (this.isEmpty) return this;
    if (typeof step === "string") return this.child(`f:${step}`);
    if (typeof step === "number") return this.child(`i:${step}`);
    return "member" in step
      ? this.matching("v:", canonicalJson(step.member))
      : this.matching("k:", canonicalJson(step.keys));
  }

  /** What the ownership of a list tells of it; `undefined` when nobody owns it. */
  listShape(): OwnedListShape | undefined {
    if (this.isEmpty) return undefined;
    for (const node of this.#nodes) {
      for (const segment of Object.keys(node)) {
        if (segment.startsWith("v:")) return { type: "set" };
        const step = segment.startsWith("k:") ? stepOf(segment) : undefined;
        if (typeof step === "object" && "keys" in step) return { type: "map", keys: Object.keys(step.keys) };
      }
    }
    return { type: "atomic" };
  }

  private child(segment: string): FieldSet {
    const nodes: Node[] = [];
    for (const node of this.#nodes) {
      const child = Object.hasOwn(node, segment) ? node[segment] : undefined;
      if (isObject(child)) nodes.push(child);
    }
    return nodes.length === 0 ? FieldSet.NONE : new FieldSet(nodes);
  }

  private matching(prefix: "k:" | "v:", canonical: string): FieldSet {
    const exact = this.child(prefix + canonical);
    if (!exact.isEmpty) return exact;
    // Other spellings of the same JSON: another order of keys, or escapes.
    const spelling = this.#nodes
      .flatMap((node) => Object.keys(node))
      .find((segment) => segment.startsWith(prefix) && canonicalOf(segment.slice(2)) === canonical);
    return spelling === undefined ? FieldSet.NONE : this.child(spelling);
  }
}

function canonicalOf(text: string): string | undefined {
  const value = parsed(text);
  return value === undefined ? undefined : canonicalJson(asJson(value));
}

function stepOf(segment: string): Step | undefined {
  const rest = segment.slice(2);
  switch (segment.slice(0, 2)) {
    case "f:":
      return rest;
    case "i:":
      return Number(rest);
    case "v:": {
      const value = parsed(rest);
      return value === undefined ? undefined : { member: asJson(value) };
    }
    case "k:": {
      const keys = parsed(rest);
      return isObject(keys) ? { keys: asJsonObject(keys) } : undefined;
    }
    default:
      return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One entry of `metadata.managedFields`, by apply or update, of any subresource. */
export interface FieldManager {
  readonly manager: string;
  /** `Apply` or `Update`. */
  readonly operation: string;
  readonly fields: FieldSet;
}

/** Who owns which fields of a live object; nobody where the server told nothing. */
export function managersOf(live: KubeObject): FieldManager[] {
  const entries = live.metadata["managedFields"];
  if (!Array.isArray(entries)) return [];
  return entries.filter(isObject).map((entry) => ({
    manager: textOf(entry["manager"]),
    operation: textOf(entry["operation"]),
    fields: FieldSet.parse(entry["fieldsV1"]),
  }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What the managers of these names own in a live object, by apply or update, in any subresource. */
export function ownedBy(live: KubeObject, isOwner: (manager: string) => boolean): FieldSet {
  return FieldSet.union(
    ...managersOf(live)
      .filter(({ manager }) => isOwner(manager))
      .map(({ fields }) => fields),
  );
}
