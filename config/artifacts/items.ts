import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { Item } from "../references/check.js";
import { referredTo, type Named } from "./among.js";
import type { ArtifactsSettings } from "./section.js";

const SYSTEM = "artifacts";

/**
 * What references may name: a pool or resource by its id, a lease by its, and as `<lease>.results` what was borrowed.
 *
 * @param all pools and resources
 */
export function artifactItems({ leases }: ArtifactsSettings, all: readonly Named[]): readonly Item[] {
  return [
    ...all.map((one): Item => {
      const { group, id } = one;
      const path = formatPropertyPath([SYSTEM, group, id]);
      return { system: SYSTEM, id, path, outputs: ["phase"], after: referredTo(one, all) };
    }),
    ...Object.entries(leases).flatMap(([id, { of, expects }]): Item[] => {
      const path = formatPropertyPath([SYSTEM, "leases", id]);
      const after = "pool" in of ? [of.pool] : [];
      return [
        { system: SYSTEM, id, path, outputs: ["instance"], after },
        { system: SYSTEM, id: `${id}.results`, outputs: expects, after: [id] },
      ];
    }),
  ];
}
