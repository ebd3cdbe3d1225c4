import { randomBytes, randomUUID } from "node:crypto";
import { isObject } from "../../../model/shared/json.js";
import type { KubeMetadata, KubeObject } from "../types.js";
import { without } from "../without.js";
import type { FakeKind } from "./kinds.js";
import { sameValue } from "./same-value.js";

/** A new object as the server completes it: name, uid, generation, creation time; no status where that is apart. */
export function completed(object: KubeObject, kind: FakeKind, now: string): KubeObject {
  const metadata: KubeMetadata = without(
    structuredClone(object.metadata),
    "resourceVersion",
    "managedFields",
  );
  const name = metadata.name ?? `${metadata.generateName ?? ""}${randomBytes(3).toString("hex").slice(0, 5)}`;
  const complete: KubeObject = {
    ...structuredClone(withoutNulls(object)),
    metadata: {
      ...metadata,
      name,
      uid: randomUUID(),
      creationTimestamp: now,
      ...(kind.counted ? { generation: 1 } : {}),
    },
  };
  if (kind.subresources.includes("status")) Reflect.deleteProperty(complete, "status");
  return namespaceDefaults(complete, kind);
}

/** What the API server itself adds to a Namespace. */
function namespaceDefaults(object: KubeObject, kind: FakeKind): KubeObject {
  if (kind.group !== "" || kind.kind !== "Namespace") return object;
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { "kubernetes.io/metadata.name": metadata.name ?? "", ...metadata.labels },
    },
    status: { phase: "Active" },
  };
}

/** What the write leaves alone: the server's own metadata, and the status or everything but the status. */
export function confined(
  after: KubeObject,
  before: KubeObject,
  kind: FakeKind,
  subresource: string | undefined,
): KubeObject {
  const kept: (keyof KubeMetadata)[] = [
    "uid",
    "creationTimestamp",
    "generation",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "resourceVersion",
  ];
  const metadata: KubeMetadata = { ...after.metadata };
  for (const field of kept) {
    if (before.metadata[field] === undefined) Reflect.deleteProperty(metadata, field);
    else metadata[field] = before.metadata[field];
  }
  if (subresource === "status") {
    const { managedFields } = metadata;
    return { ...before, status: after["status"], metadata: { ...before.metadata, managedFields } };
  }
  const result: KubeObject = { ...after, metadata };
  if (kind.subresources.includes("status")) {
    if (before["status"] === undefined) Reflect.deleteProperty(result, "status");
    else result["status"] = before["status"];
  }
  return result;
}

/** The next generation: it counts changes outside metadata and status, and the mark of deletion. */
export function withGeneration(after: KubeObject, before: KubeObject, kind: FakeKind): KubeObject {
  if (!kind.counted || sameValue(desired(after, kind), desired(before, kind))) return after;
  return { ...after, metadata: { ...after.metadata, generation: (before.metadata.generation ?? 0) + 1 } };
}

function desired(object: KubeObject, kind: FakeKind): Record<string, unknown> {
  return kind.subresources.includes("status")
    ? without(object, "metadata", "status")
    : without(object, "metadata");
}

/** `null` in a written object means "not set". */
export function withoutNulls(object: KubeObject): KubeObject {
  const { apiVersion, kind } = object;
  return { ...prune(object), apiVersion, kind, metadata: prune(object.metadata) };
}

function prune(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, content]) => content !== null)
      .map(([key, content]) => [key, isObject(content) ? prune(content) : content]),
  );
}
