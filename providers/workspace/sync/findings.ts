import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { canonicalJson, type JsonValue } from "../../../model/shared/json.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";

/**
 * What a plan has learned from the server, so that the update that follows in the same process does not ask again.
 * Each finding holds only as long as the object is in the state in which it was seen.
 */
export class Findings {
  readonly #inSync = new Map<ObjectKey, string>();
  readonly #absent = new Set<ObjectKey>();

  /** The server would change nothing. */
  inSync(key: ObjectKey, target: KubeObject, live: KubeObject): void {
    this.#inSync.set(key, seen(target, live));
  }

  isInSync(key: ObjectKey, target: KubeObject, live: KubeObject): boolean {
    const known = this.#inSync.get(key);
    return known !== undefined && known === seen(target, live);
  }

  /** The server has no object of that name. */
  absent(key: ObjectKey): void {
    this.#absent.add(key);
  }

  isAbsent(key: ObjectKey): boolean {
    return this.#absent.has(key);
  }
}

const ofResources = new Map<string, Findings>();

/** Keeps the findings of a plan that found nothing in the way, for the update that follows in this process. */
export function keepFindings(urn: string, findings: Findings): void {
  ofResources.set(urn, findings);
}

/** What {@link keepFindings} has kept of a resource, once; undefined when there is nothing. */
export function takeFindings(urn: string): Findings | undefined {
  const findings = ofResources.get(urn);
  ofResources.delete(urn);
  return findings;
}

function seen(target: KubeObject, { metadata }: KubeObject): string {
  // What is applied was parsed from JSON.
  return `${metadata.uid ?? ""} ${metadata.resourceVersion ?? ""} ${canonicalJson(target as JsonValue)}`;
}
