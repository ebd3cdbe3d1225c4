import type { JsonObject, JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { isJsonArray, isJsonObject } from "./json-shape.js";

/** An object, and where it was found. */
export interface Manifest {
  readonly object: KubeObject;
  /** File and document. */
  readonly where: string;
}

/** The objects of a document, and what is wrong with them. */
export interface Manifests {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

/** Whether a value says what kind of object it is; anything else is no manifest. */
export function hasKind(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && typeof value["kind"] === "string" && value["kind"] !== "";
}

/** The objects of a value that has a kind: itself, or the items of a list, of lists in it, too. */
export function manifestsIn(value: JsonObject, where: string): Manifests {
  const found = expand(value, where).map(readManifest);
  return {
    manifests: found.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest])),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** What several places hold, as one. */
export function allManifests(parts: readonly Manifests[]): Manifests {
  return {
    manifests: parts.flatMap(({ manifests }) => manifests),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

interface Candidate {
  readonly value: JsonValue;
  readonly where: string;
}

function expand(value: JsonValue, where: string): readonly Candidate[] {
  if (!isJsonObject(value)) return [{ value, where }];
  const { kind, apiVersion, items } = value;
  const isListKind = typeof kind === "string" && kind.endsWith("List");
  if (isListKind && items === null) return [];
  if (!isJsonArray(items)) return [{ value, where }];
  // The API server leaves the kind out of a typed list's items.
  const implied: JsonObject =
    isListKind && kind !== "List" ? { apiVersion, kind: kind.slice(0, -"List".length) } : {};
  return items.flatMap((item, index) =>
    expand(isJsonObject(item) ? { ...implied, ...item } : item, `${where}, items[${index}]`),
  );
}

function readManifest({ value, where }: Candidate): {
  readonly manifest?: Manifest;
  readonly problems: readonly Problem[];
} {
  const refused = (...reasons: string[]): { problems: Problem[] } => ({
    problems: reasons.map((reason) => ({ path: where, reason })),
  });
  if (!isJsonObject(value)) return refused("is no object");
  const { apiVersion, kind, metadata } = value;
  if (!isText(kind)) return refused("has no kind");
  if (!isText(apiVersion)) return refused(`${kind} has no apiVersion`);
  if (!isJsonObject(metadata)) return refused(`${kind} has no metadata`);
  const { labels, annotations, ...rest } = metadata;
  const reasons = [
    ...nameFaults(rest),
    ...mapFaults("labels", labels),
    ...mapFaults("annotations", annotations),
  ];
  const label = isText(rest["name"]) ? `${kind} ${rest["name"]}` : kind;
  if (reasons.length > 0) return refused(...reasons.map((reason) => `${label}: ${reason}`));
  const object: KubeObject = {
    ...value,
    apiVersion,
    kind,
    metadata: {
      ...rest,
      ...(isJsonObject(labels) ? { labels: texts(labels) } : {}),
      ...(isJsonObject(annotations) ? { annotations: texts(annotations) } : {}),
    },
  };
  return { manifest: { object, where }, problems: [] };
}

function nameFaults({ name, generateName, namespace }: JsonObject): readonly string[] {
  const isNamed = isText(name) || isText(generateName);
  return [
    ...(isNamed || isOtherThanText(name) ? [] : ["metadata.name is missing"]),
    ...(isOtherThanText(name) ? ["metadata.name is no text; put it in quotes"] : []),
    ...(isOtherThanText(namespace) ? ["metadata.namespace is no text; put it in quotes"] : []),
  ];
}

function isOtherThanText(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && typeof value !== "string";
}

function mapFaults(field: string, value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isJsonObject(value)) return [`metadata.${field} is no map`];
  return Object.entries(value)
    .filter(([, member]) => typeof member !== "string")
    .map(
      ([key]) =>
        `metadata.${field} contains non-string value in the map under key "${key}"; put it in quotes`,
    );
}

function texts(map: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : [])),
  );
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}
