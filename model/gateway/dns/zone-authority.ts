import type { NameOwner } from "./owner-record.js";

/** The zone of a name server that a name is in. */
export interface NameZone {
  /** Undefined when the server has none for the name. */
  readonly zone: string | undefined;
  /** Whose the zone is; undefined for those that the server manages itself and those that tell no owner. */
  readonly owner: NameOwner | undefined;
}

/**
 * Why a stack cannot have a name; undefined when it can. Names are in domains that the server manages, and in zones that
 * the same stack has delegated to it.
 *
 * @param managed domains in which every stack may have names
 * @param stack mark of the stack, `<installation>/<project>/<stack>/`
 */
export function nameFault(
  domain: string,
  { zone, owner }: NameZone,
  managed: readonly string[],
  stack: string,
): string | undefined {
  if (zone === undefined) return `${domain} is in no zone of the name server; delegate the domain first`;
  if (zone === domain) return `${domain} is a zone itself; choose a name below it`;
  if (managed.includes(zone)) return undefined;
  if (owner === undefined) {
    return `the zone ${zone} is neither among the managed ones nor delegated by this stack`;
  }
  return owner.mark.startsWith(stack) ? undefined : `unauthorized: the zone ${zone} belongs to ${owner.mark}`;
}
