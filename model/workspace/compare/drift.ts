import type { KubeObject } from "../../shared/kubernetes-object.js";
import { managersOf } from "./field-set.js";
import { placeOf } from "./server-path.js";

/** A field that a server-side apply would have to take from another manager. */
export interface FieldConflict {
  readonly manager: string;
  /** As the API server writes it: `.spec.replicas`. */
  readonly field: string;
}

/**
 * Whether a conflict is drift: the field is one that was applied before, and whoever owns it now has changed it by an
 * update, as kubectl edit or a controller does. One that came by apply declares the field too, and a field that was
 * never applied is not ours to take back.
 *
 * @param applied the object as it was applied last
 */
export function isDrift({ manager, field }: FieldConflict, live: KubeObject, applied: KubeObject): boolean {
  const place = placeOf(applied, field);
  if (place === undefined) return false;
  const owners = managersOf(live).filter((owner) => owner.manager === manager && owner.fields.has(place));
  return owners.length > 0 && owners.every(({ operation }) => operation === "Update");
}
