import { isObject } from "../../../model/shared/json.js";
import type { KubeObject } from "../../../model/shared/kubernetes-object.js";

const CONTAINER_LISTS: readonly string[] = ["containers", "initContainers", "ephemeralContainers"];

/** Images that objects run, sorted, each once. */
export function imagesOf(objects: Iterable<KubeObject>): string[] {
  const images = new Set<string>();
  for (const object of objects) collect(object["spec"], images);
  return [...images].sort();
}

function collect(value: unknown, images: Set<string>): void {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, images);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (CONTAINER_LISTS.includes(name) && Array.isArray(member)) {
      for (const container of member.filter(isObject)) {
        if (typeof container["image"] === "string") images.add(container["image"]);
      }
    } else {
      collect(member, images);
    }
  }
}

/** Addresses under which Ingresses are reached, sorted, each once. */
export function externalUrlsOf(objects: Iterable<KubeObject>): string[] {
  const urls = new Set<string>();
  for (const object of objects) {
    if (object.kind !== "Ingress" || !isObject(object["spec"])) continue;
    const { rules, tls } = object["spec"];
    const secured = new Set(
      members(tls).flatMap(({ hosts }): unknown[] => (Array.isArray(hosts) ? hosts : [])),
    );
    for (const rule of members(rules)) {
      const host = rule["host"];
      if (typeof host !== "string" || !isObject(rule["http"])) continue;
      for (const { path } of members(rule["http"]["paths"])) {
        const suffix = typeof path === "string" ? path.replace(/\*$/, "") : "";
        urls.add(`${secured.has(host) ? "https" : "http"}://${host}${suffix}`);
      }
    }
  }
  return [...urls].sort();
}

function members(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
