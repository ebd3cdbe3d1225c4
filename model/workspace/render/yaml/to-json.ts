import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from "yaml";
import type { JsonObject, JsonValue } from "../../../shared/json.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";

/** Values that aliases may add to one document, so that a few lines cannot fill the memory. */
const MOST_ALIASED_VALUES = 100_000;

/** A fault of a document's content: well-formed YAML that is no JSON. */
export class NoJson extends Error {}

/** A document as JSON, and the keys that it gives more than once. */
export interface JsonOfYaml {
  readonly value: JsonValue;
  /** Their last value counts. */
  readonly repeatedKeys: readonly string[];
}

/**
 * The JSON of a parsed document, by the rules of Kubernetes' YAML reader: keys become text, the last of equal keys
 * counts, and a merge key (`<<`) overrides the keys before it.
 * @throws NoJson when a key is a list, an object or null, a number has no exact JSON form, or aliases run wild.
 */
export function toJson(root: Node | null): JsonOfYaml {
  return new Conversion().convert(root);
}

class Conversion {
  private readonly anchors = new Map<string, JsonValue>();
  private readonly repeatedKeys: string[] = [];
  private aliased = 0;

  convert(root: Node | null): JsonOfYaml {
    return { value: this.valueOf(root), repeatedKeys: this.repeatedKeys };
  }

  private valueOf(node: unknown): JsonValue {
    if (isAlias(node)) return this.aliasOf(node.source);
    if (isMap(node)) return this.anchored(node.anchor, this.objectOf(node));
    if (isSeq(node)) {
      return this.anchored(
        node.anchor,
        node.items.map((item) => this.valueOf(item)),
      );
    }
    return isScalar(node) ? this.anchored(node.anchor, scalarOf(node)) : null;
  }

  private objectOf(map: YAMLMap): JsonObject {
    const members = new Map<string, JsonValue>();
    const written = new Set<string>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        for (const source of mergeSources(this.valueOf(value))) {
          for (const [name, member] of Object.entries(source))
            if (member !== undefined) members.set(name, member);
        }
        continue;
      }
      const name = this.keyOf(key);
      if (written.has(name)) this.repeatedKeys.push(name);
      written.add(name);
      members.set(name, this.valueOf(value));
    }
    return Object.fromEntries(members);
  }

  private keyOf(key: unknown): string {
    const value = this.valueOf(key);
    if (value === null) throw new NoJson("a key is empty");
    if (typeof value !== "object") return String(value);
    throw new NoJson(
      "a key is a list or an object; text with curly brackets, such as that of a template, needs quotes",
    );
  }

  private anchored(anchor: string | undefined, value: JsonValue): JsonValue {
    if (anchor !== undefined) this.anchors.set(anchor, value);
    return value;
  }

  private aliasOf(name: string): JsonValue {
    const value = this.anchors.get(name);
    if (value === undefined)
      throw new NoJson(`the alias *${name} has no anchor before it, or lies inside it`);
    return this.copyOf(value);
  }

  private copyOf(value: JsonValue): JsonValue {
    this.aliased += 1;
    if (this.aliased > MOST_ALIASED_VALUES) throw new NoJson("aliases stand for too many values");
    if (isJsonArray(value)) return value.map((item) => this.copyOf(item));
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        member === undefined ? [] : [[key, this.copyOf(member)] as const],
      ),
    );
  }
}

function scalarOf({ value, source }: Scalar): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new NoJson(`${source ?? "a number"} is no number that JSON has`);
  if (typeof value === "bigint" && !Number.isSafeInteger(number)) {
    throw new NoJson(`the number ${source ?? value.toString()} is too large to be kept exactly`);
  }
  // There is no negative zero among integers.
  return number === 0 ? 0 : number;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

/** The objects of a merge key, those that win last. */
function mergeSources(value: JsonValue): readonly JsonObject[] {
  const sources = isJsonArray(value) ? [...value].reverse() : [value];
  return sources.map((source) => {
    if (!isJsonObject(source)) throw new NoJson("a merge key (<<) needs an object or a list of objects");
    return source;
  });
}
