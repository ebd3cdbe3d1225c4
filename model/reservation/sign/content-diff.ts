import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import { contentOf, type SignedObject } from "./subject.js";
import { NOT_SIGNED } from "./workload-challenge.js";

/** One value of an object that somebody is about to sign. */
export interface ContentLine {
  /** On the wire: `capacity.memory`. */
  readonly path: string;
  /** JSON text; absent on the side that does not have it. */
  readonly declared?: string;
  readonly deployed?: string;
  /** Whether upstream's signature covers it; the envelope covers everything. */
  readonly signed: boolean;
}

/** Every value of an object, for a signer to read. */
export function contentLines(object: SignedObject): readonly ContentLine[] {
  return [...valuesOf(object)].map(([path, declared]) => ({
    path,
    declared,
    signed: isSigned(path, object.kind),
  }));
}

/** Where what is declared differs from what is deployed. */
export function contentDiff(declared: SignedObject, deployed: SignedObject): readonly ContentLine[] {
  const mine = valuesOf(declared);
  const theirs = valuesOf(deployed);
  return [...new Set([...mine.keys(), ...theirs.keys()])]
    .filter((path) => mine.get(path) !== theirs.get(path))
    .map((path) => {
      const wanted = mine.get(path);
      const found = theirs.get(path);
      return {
        path,
        ...(wanted === undefined ? {} : { declared: wanted }),
        ...(found === undefined ? {} : { deployed: found }),
        signed: isSigned(path, declared.kind),
      };
    });
}

/** What a server sets by itself when it takes an object in. */
const SET_BY_SERVER = new Set(["id", "epoch", "version", "custom_size"]);

/**
 * Paths because of which nobody should sign: the server's object is not the declared one in a field that is signed, or
 * in who may sign.
 */
export function signRefusals(declared: SignedObject, fetched: SignedObject): readonly string[] {
  return contentDiff(declared, fetched)
    .filter(
      ({ path, signed }) =>
        (signed || path.startsWith("signing_request_")) && !SET_BY_SERVER.has(topOf(path)),
    )
    .map(({ path }) => path);
}

/** For people: `capacity.memory: 1024 (deployed: 512)`, with a mark where upstream's signature does not reach. */
export function formatContentLine({ path, declared, deployed, signed }: ContentLine): string {
  const was = deployed === undefined ? "" : ` (deployed: ${deployed})`;
  const mark = signed ? "" : " [not covered by signature]";
  return `${path}: ${declared ?? "not declared"}${was}${mark}`;
}

/** Values by path. The text of a reservation's `json` is left out: it says the same as its data. */
function valuesOf(object: SignedObject): Map<string, string> {
  const values = leaves(contentOf(object), []);
  values.delete("json");
  return values;
}

function leaves(value: JsonValue | undefined, at: PropertyPath): Map<string, string> {
  if (value === undefined) return new Map();
  const inner: readonly [string | number, JsonValue | undefined][] = Array.isArray(value)
    ? value.map((item: JsonValue, index) => [index, item])
    : isObject(value)
      ? Object.entries<JsonValue | undefined>({ ...value })
      : [];
  if (inner.length === 0) return new Map([[formatPropertyPath(at), canonicalJson(value)]]);
  return new Map(inner.flatMap(([step, item]) => [...leaves(item, [...at, step])]));
}

/** A reservation signs its `json`, which holds all of its data; a workload signs what its challenge has. */
function isSigned(path: string, kind: SignedObject["kind"]): boolean {
  const top = topOf(path);
  if (kind === "reservation") return top === "data_reservation";
  return !NOT_SIGNED.has(top) && !path.endsWith(".yggdrasil_ip");
}

function topOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? "";
}
