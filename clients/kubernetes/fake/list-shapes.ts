import { isObject } from "../../../model/shared/json.js";
import type { FakeKind } from "./kinds.js";

/** How server-side apply treats a list. */
export type ListShape =
  | { readonly type: "atomic" }
  | { readonly type: "set" }
  | { readonly type: "map"; readonly keys: readonly string[] };

/** How server-side apply treats the lists and maps of one kind, by the path of field names that leads to them. */
export interface Shapes {
  list(path: readonly string[]): ListShape;
  isAtomicMap(path: readonly string[]): boolean;
}

const ATOMIC: ListShape = { type: "atomic" };

function keyed(...keys: string[]): ListShape {
  return { type: "map", keys };
}

/** Associative lists of common built-in types, by field name; where a name means two things, with its parent. */
const BUILT_IN_LISTS: Readonly<Record<string, ListShape>> = {
  conditions: keyed("type"),
  containers: keyed("name"),
  initContainers: keyed("name"),
  ephemeralContainers: keyed("name"),
  env: keyed("name"),
  volumes: keyed("name"),
  volumeMounts: keyed("mountPath"),
  volumeDevices: keyed("devicePath"),
  imagePullSecrets: keyed("name"),
  secrets: keyed("name"),
  hostAliases: keyed("ip"),
  topologySpreadConstraints: keyed("topologyKey", "whenUnsatisfiable"),
  "containers.ports": keyed("containerPort", "protocol"),
  "initContainers.ports": keyed("containerPort", "protocol"),
  "spec.ports": keyed("port", "protocol"),
};

const BUILT_IN_ATOMIC_MAPS = new Set([
  "selector",
  "labelSelector",
  "podSelector",
  "namespaceSelector",
  "nodeSelector",
  "nodeSelectorTerms",
  "secretKeyRef",
  "configMapKeyRef",
  "fieldRef",
  "resourceFieldRef",
  "roleRef",
]);

/**
 * The shapes of a kind: from its schema for custom kinds, from a short table of common fields for built-in ones.
 * Everything that is not listed is an atomic list or a granular map.
 */
export function shapesOf(kind: FakeKind): Shapes {
  return {
    list(path) {
      if (path[0] === "metadata") return metadataList(path);
      if (kind.custom) return schemaList(schemaAt(kind.schema, path));
      const [parent = "", name = ""] = path.slice(-2);
      return BUILT_IN_LISTS[`${parent}.${name}`] ?? BUILT_IN_LISTS[name] ?? ATOMIC;
    },
    isAtomicMap(path) {
      if (path[0] === "metadata") return false;
      if (kind.custom) return schemaAt(kind.schema, path)?.["x-kubernetes-map-type"] === "atomic";
      return BUILT_IN_ATOMIC_MAPS.has(path.at(-1) ?? "");
    },
  };
}

function metadataList(path: readonly string[]): ListShape {
  if (path[1] === "finalizers") return { type: "set" };
  return path[1] === "ownerReferences" ? keyed("uid") : ATOMIC;
}

function schemaList(schema: Record<string, unknown> | undefined): ListShape {
  const keys = schema?.["x-kubernetes-list-map-keys"];
  switch (schema?.["x-kubernetes-list-type"]) {
    case "map":
      return keyed(...(Array.isArray(keys) ? keys.map(String) : []));
    case "set":
      return { type: "set" };
    default:
      return ATOMIC;
  }
}

function schemaAt(
  root: Record<string, unknown> | undefined,
  path: readonly string[],
): Record<string, unknown> | undefined {
  let schema: unknown = root;
  for (const name of path) {
    while (isObject(schema) && isObject(schema["items"])) schema = schema["items"];
    if (!isObject(schema)) return undefined;
    const properties = isObject(schema["properties"]) ? schema["properties"] : {};
    schema = Object.hasOwn(properties, name) ? properties[name] : schema["additionalProperties"];
  }
  return isObject(schema) ? schema : undefined;
}
