import { createHash } from "node:crypto";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { unitHash } from "../../../model/artifact/tekton/unit-hash.js";
import type { Named, Unit } from "../../../model/artifact/unit.js";
import { canonicalJson, isObject, type JsonObject } from "../../../model/shared/json.js";
import { jsonIn, listIn, textsIn } from "./texts.js";

/** What instances are made of. It never changes under its hash. */
export interface PoolSpec {
  readonly hash: string;
  /** Absent for a pool without pipelines. */
  readonly build?: Unit;
  readonly clean?: Unit;
  /** Results of every instance of a pool without pipelines. */
  readonly provided?: Readonly<Record<string, string>>;
  /** Artifacts of which each instance borrows one instance. */
  readonly refs: readonly string[];
  /** Accounts of which each instance has an entry. */
  readonly accounts: readonly string[];
  /** Shared secrets that runs may mount. */
  readonly secrets: readonly string[];
}

type SpecParts = Pick<PoolSpec, "refs" | "accounts" | "secrets"> & {
  readonly build?: string;
  readonly clean?: string;
  readonly provided?: Readonly<Record<string, string>>;
};

/** The unit in a text that is its JSON. */
export function readUnit(text: string): Unit | undefined {
  const value = jsonIn(text);
  return isUnit(value) ? value : undefined;
}

/** What instances are made of, from a pool's inputs; names that the units tell are added to those given. */
export function specOf({ build: buildText, clean: cleanText, provided, ...given }: SpecParts): PoolSpec {
  const build = buildText === undefined ? undefined : readUnit(buildText);
  const clean = cleanText === undefined ? undefined : readUnit(cleanText);
  const named = (of: (unit: Unit) => readonly Named[] | undefined): string[] =>
    [build, clean].flatMap((unit) => (unit === undefined ? [] : (of(unit) ?? []).map(({ name }) => name)));
  const needs = {
    refs: sorted(given.refs),
    accounts: sorted([...given.accounts, ...named((unit) => unit.accounts)]),
    secrets: sorted([...given.secrets, ...named((unit) => unit.secrets)]),
  };
  return {
    hash: hashOf(build, clean, provided, needs),
    ...(build === undefined ? {} : { build }),
    ...(clean === undefined ? {} : { clean }),
    ...(provided === undefined ? {} : { provided }),
    ...needs,
  };
}

/** Whether instances of one spec would be built like those of the other: how they are cleaned does not count. */
export function buildsAlike(one: PoolSpec, other: PoolSpec): boolean {
  return one.hash === other.hash || buildText(one) === buildText(other);
}

/** Data of the ConfigMap that holds a spec. */
export function specData(spec: PoolSpec): Record<string, string> {
  const { build, clean, provided, refs, accounts, secrets } = spec;
  return {
    ...(build === undefined ? {} : { build: canonicalJson(build) }),
    ...(clean === undefined ? {} : { clean: canonicalJson(clean) }),
    ...(provided === undefined ? {} : { provided: canonicalJson(provided) }),
    needs: canonicalJson({ refs, accounts, secrets }),
  };
}

/** The spec in a ConfigMap; undefined when it cannot be read. */
export function readSpec(object: KubeObject, hash: string): PoolSpec | undefined {
  const data = textsIn(object["data"]);
  const [needs, build, clean, provided] = ["needs", "build", "clean", "provided"].map((key) =>
    jsonIn(data[key]),
  );
  if (!isObject(needs)) return undefined;
  return {
    hash,
    ...(isUnit(build) ? { build } : {}),
    ...(isUnit(clean) ? { clean } : {}),
    ...(isObject(provided) ? { provided: textsIn(provided) } : {}),
    refs: listIn(needs["refs"]),
    accounts: listIn(needs["accounts"]),
    secrets: listIn(needs["secrets"]),
  };
}

function buildText({ build, provided, refs, accounts }: PoolSpec): string {
  return canonicalJson({ ...(build === undefined ? { provided } : { build }), refs, accounts });
}

function hashOf(
  build: Unit | undefined,
  clean: Unit | undefined,
  provided: PoolSpec["provided"],
  needs: JsonObject,
): string {
  const units = build === undefined || clean === undefined ? { provided } : unitHash(build, clean);
  return createHash("sha256").update(canonicalJson({ units, needs })).digest("hex");
}

function isUnit(value: unknown): value is Unit {
  return isObject(value) && Array.isArray(value["tasks"]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
