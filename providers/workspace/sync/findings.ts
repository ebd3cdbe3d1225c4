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

/** Fresh findings of a resource; those of an earlier plan are forgotten. */
export function newFindings(urn: string): Findings {
  const findings = new Findings();
  ofResources.set(urn, findings);
  return findings;
}

/** The findings of the plan that this process has made for a resource. */
export function findingsOf(urn: string): Findings {
  return ofResources.get(urn) ?? new Findings();
}

function seen(target: KubeObject, { metadata }: KubeObject): string {
  // What is applied was parsed from JSON.
  return `${metadata.uid ?? ""} ${metadata.resourceVersion ?? ""} ${canonicalJson(target as JsonValue)}`;
}
