import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand } from "../commands.js";
import { orderByDependencies } from "../references/order.js";
import type { ArtifactsSection } from "./schema.js";

/** What is in the way of others: where it lies, what it is called there, and what its instances hold. */
export interface Named {
  readonly group: "pools" | "resources";
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly refs: readonly string[];
}

/** Ids that two groups share, though references tell them apart by nothing else. */
export function sharedIds(section: ArtifactsSection): readonly Problem[] {
  const seen = new Map<string, string>();
  return (["pools", "resources", "leases"] as const).flatMap((group) =>
    Object.keys(section[group]).flatMap((id): Problem[] => {
      const other = seen.get(id);
      seen.set(id, group);
      if (other === undefined) return [];
      const path = formatPropertyPath(["artifacts", group, id]);
      const reason = `the id is one of ${other} already; pools, resources and leases need ids of their own`;
      return [{ path, reason, fix: removeCommand(path) }];
    }),
  );
}

/** Two of one name in one namespace: the second would take over what is the first one's. */
export function sharedNames(all: readonly Named[]): readonly Problem[] {
  const seen = new Map<string, Named>();
  return all.flatMap((one): Problem[] => {
    const place = placeOf(one, one.name);
    const other = seen.get(place);
    seen.set(place, other ?? one);
    if (other === undefined) return [];
    const path = formatPropertyPath(["artifacts", one.group, one.id]);
    const first = formatPropertyPath([other.group, other.id]);
    return [{ path, reason: `the artifact ${one.name} is ${first} already, in namespace ${one.namespace}` }];
  });
}

/** Ids of what a pool refers to, as far as the stack declares it. */
export function referredTo(pool: Named, all: readonly Named[]): readonly string[] {
  const places = pool.refs.map((name) => placeOf(pool, name));
  return all.filter((one) => places.includes(placeOf(one, one.name))).map(({ id }) => id);
}

/** Pools that hold instances of each other: none could ever be built. */
export function circleOfRefs(all: readonly Named[]): readonly Problem[] {
  const ordered = orderByDependencies(new Map(all.map((one) => [one.id, referredTo(one, all)])));
  if (ordered.ok) return [];
  const path = formatPropertyPath(["artifacts", "pools", ordered.cycle[0] ?? ""]);
  return [{ path, reason: `refs go in a circle: ${ordered.cycle.join(" → ")}` }];
}

function placeOf({ cluster, namespace }: Named, name: string): string {
  return [cluster, namespace, name].join("/");
}
