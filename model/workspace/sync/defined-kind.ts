import { isObject } from "../../shared/json.js";
import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";

/** A kind that a CustomResourceDefinition defines. */
export interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  /** The versions that are served. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
}

/** The kind that an object defines; undefined unless it is a CustomResourceDefinition that names one. */
export function definedKind(object: KubeObject): DefinedKind | undefined {
  if (!isCustomResourceDefinition(object)) return undefined;
  const spec = object["spec"];
  if (!isObject(spec) || !isObject(spec["names"])) return undefined;
  const group = spec["group"];
  const kind = spec["names"]["kind"];
  if (typeof group !== "string" || typeof kind !== "string") return undefined;
  const versions: unknown[] = Array.isArray(spec["versions"]) ? spec["versions"] : [];
  return {
    group,
    kind,
    versions: versions.flatMap((version) =>
      isObject(version) && typeof version["name"] === "string" && version["served"] === true
        ? [version["name"]]
        : [],
    ),
    namespaced: spec["scope"] === "Namespaced",
  };
}

export function isCustomResourceDefinition(object: KubeObject): boolean {
  return (
    object.kind === "CustomResourceDefinition" && groupVersionKind(object).group === "apiextensions.k8s.io"
  );
}

export function isNamespace(object: KubeObject): boolean {
  return object.kind === "Namespace" && object.apiVersion === "v1";
}
