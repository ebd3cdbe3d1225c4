import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import { backEndOf } from "./back-ends.js";
import type { DeclaredGateway, GatewaysSection, Group } from "./schema.js";

/** Something of which a place can have one alone: a domain of a node, a zone of a name server. */
export interface Placed {
  readonly path: PropertyPath;
  /** Where there can be one: differs for each node, name server or Gateway. */
  readonly place: string;
  /** What there can be one of. */
  readonly what: string;
}

/** Where a gateway's routes are. */
export function routePlace(gateway: DeclaredGateway): string {
  const { node = "", explorer = "", cluster = "", namespace = "", gateway: found } = gateway;
  switch (backEndOf(gateway)) {
    case "node":
      return `node ${node}`;
    case "explorer":
      return `gateway ${node} of ${explorer}`;
    case "kubernetes":
      return `Gateway ${gatewayName(found)} in ${namespace} on ${cluster}`;
  }
}

/** Where a gateway's names are; undefined while it has no name server. */
export function namePlace(gateway: DeclaredGateway): string | undefined {
  const { nameServer } = gateway;
  if (backEndOf(gateway) === "explorer") return routePlace(gateway);
  return nameServer === undefined ? undefined : `name server ${nameServer}`;
}

/** What is declared under a key of a group. */
type Member = { readonly [G in Group]: DeclaredGateway[G][string] };
type Groups = { readonly [G in Group]: Readonly<Record<string, Member[G]>> };

/** All members of a group, with where each is declared. */
export function membersOf<G extends Group>(section: GatewaysSection, group: G) {
  return Object.entries(section).flatMap(([name, gateway]) => {
    const groups: Groups = gateway;
    return Object.entries(groups[group]).map(([key, member]) => ({
      ...{ name, gateway, key, member },
      path: ["gateways", name, group, key],
    }));
  });
}

/** A problem for each but the first of what a place can have one of. */
export function onlyOnce(
  all: readonly Placed[],
  reason: (first: string, one: Placed) => string,
): readonly Problem[] {
  const first = new Map<string, PropertyPath>();
  return all.flatMap((one) => {
    const { path, place, what } = one;
    const other = first.get(`${place}\n${what}`);
    if (other === undefined) {
      first.set(`${place}\n${what}`, path);
      return [];
    }
    const where = formatPropertyPath(path);
    return [{ path: where, reason: reason(formatPropertyPath(other), one), fix: setCommand(where) }];
  });
}

function gatewayName(gateway: DeclaredGateway["gateway"]): string {
  return typeof gateway === "object" ? gateway.name : (gateway ?? "");
}
