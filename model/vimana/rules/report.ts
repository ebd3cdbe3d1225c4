import type { Problem } from "../../shared/problem.js";
import { pathBelow, type PropertyPath } from "../../shared/property-path.js";

/** An object whose rules are checked. */
export interface Place {
  /** Where it stands. */
  readonly path: string;
  /** Kind and full name, as messages begin: `server 0123…cdef:cart`. */
  readonly name: string;
}

/** A place inside another. */
export function placeBelow(place: Place, steps: PropertyPath, name: string): Place {
  return { path: pathBelow(place.path, steps), name };
}

/** An error about a field of an object. The reason ends with the rule's id where the rule has one. */
export function faultAt(place: Place, field: PropertyPath, reason: string, fix?: string): Problem {
  return {
    path: pathBelow(place.path, field),
    reason: `${place.name}: ${reason}`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** {@link faultAt} for something that does not stop the operation. */
export function warningAt(place: Place, field: PropertyPath, reason: string, fix?: string): Problem {
  return { ...faultAt(place, field, reason, fix), severity: "warning" };
}

/** A problem if there is a fault. */
export function faultIf(
  place: Place,
  field: PropertyPath,
  subject: string,
  fault: string | undefined,
  fix?: string,
): readonly Problem[] {
  return fault === undefined ? [] : [faultAt(place, field, `${subject} ${fault}`, fix)];
}

/** What `tell` says of each item whose value an earlier item has. */
export function repeated<T>(
  items: readonly T[],
  valueOf: (item: T) => string,
  tell: (item: T, earlier: T) => Problem,
): readonly Problem[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const earlier = first.get(valueOf(item));
    if (earlier !== undefined) return [tell(item, earlier)];
    first.set(valueOf(item), item);
    return [];
  });
}
