import { OWNER_ANNOTATION, TOKEN_ANNOTATION } from "../../model/shared/ownership.js";

/** The marks of an object that may be ours: its annotations, or whatever its target keeps instead of them. */
export type Marks = Readonly<Record<string, string>>;

/** What this resource writes on its object. */
export interface OwnMarks {
  /** {@link ownerMark} of the resource. */
  readonly mark: string;
  /** The instance token of this creation or adoption. */
  readonly token: string;
}

export type OwnershipDecision =
  | { readonly action: "create" }
  | { readonly action: "adopt" }
  | { readonly action: "refuse"; readonly reason: string };

/**
 * What create may do with the object it finds under its natural key. An object of the same stack is adopted,
 * whichever resource made it: that is how a lost answer, a renamed resource and a replacement continue.
 * Anybody else's needs `adopt: true`.
 *
 * @param found the object's marks, `undefined` when there is no object
 */
export function decideOwnership(found: Marks | undefined, ours: OwnMarks, adopt: boolean): OwnershipDecision {
  if (found === undefined) return { action: "create" };
  const holder = found[OWNER_ANNOTATION];
  if (adopt || (holder !== undefined && scopeOf(holder) === scopeOf(ours.mark))) return { action: "adopt" };
  const reason =
    holder === undefined
      ? "it exists already and bears no owner mark; set `adopt: true` to take it over"
      : `it exists already and belongs to ${holder}; set \`adopt: true\` to take it over`;
  return { action: "refuse", reason };
}

export type DeletionDecision =
  | { readonly verdict: "yes" }
  | { readonly verdict: "gone" }
  | { readonly verdict: "foreign"; readonly holder: string };

/**
 * Whether delete may remove the object it finds: only when the object bears the token that this resource's
 * state recorded. Otherwise a later creation or adoption holds it, and delete succeeds without touching it.
 *
 * @param found the object's marks, `undefined` when there is no object
 */
export function mayDelete(found: Marks | undefined, token: string): DeletionDecision {
  if (found === undefined) return { verdict: "gone" };
  if (token !== "" && found[TOKEN_ANNOTATION] === token) return { verdict: "yes" };
  return { verdict: "foreign", holder: found[OWNER_ANNOTATION] ?? "somebody who left no owner mark" };
}

/** `<installation>/<project>/<stack>` of a mark. Resource names may contain slashes, the other parts do not. */
function scopeOf(mark: string): string {
  return mark.split("/").slice(0, 3).join("/");
}
