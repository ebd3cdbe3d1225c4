import { isObject } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import { LAST_APPLIED } from "./normalise.js";

/** The manifest that client-side apply recorded on a live object; `undefined` when there is none that can be read. */
export function lastApplied(live: KubeObject): KubeObject | undefined {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (typeof text !== "string") return undefined;
  try {
    const manifest: unknown = JSON.parse(text);
    return isManifest(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value has what every Kubernetes object has: an apiVersion, a kind and metadata. */
export function isManifest(value: unknown): value is KubeObject {
  return (
    isObject(value) &&
    typeof value.apiVersion === "string" &&
    typeof value.kind === "string" &&
    isObject(value.metadata)
  );
}
