import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { Item } from "../references/check.js";
import type { DeclaredInStack } from "./schema.js";

const SYSTEM = "reservations";

/** Outputs of workloads that references may name, by group. */
export const REFERABLE = {
  volumes: ["workloadId", "path"],
  zdbs: ["workloadId", "namespace", "port"],
  containers: ["workloadId", "ip", "imageDigest"],
  kubernetes: ["workloadId", "ip", "endpoint", "nodeName", "kubeconfig"],
  publicIps: ["workloadId", "ip"],
} as const;
export type ReferableGroup = keyof typeof REFERABLE;

/** What a workload is called in references, between the system and the output: `web.containers.front`. */
export function itemId(reservation: string, group: ReferableGroup, key: string): string {
  return [reservation, group, key].join(".");
}

/** What references may name of a reservation: each of its workloads. */
export function reservationItems(name: string, declared: DeclaredInStack): readonly Item[] {
  return (Object.keys(REFERABLE) as ReferableGroup[]).flatMap((group) =>
    Object.keys(declared[group]).map((key): Item => ({
      system: SYSTEM,
      id: itemId(name, group, key),
      path: formatPropertyPath([SYSTEM, name, group, key]),
      outputs: REFERABLE[group],
      after: madeBefore(name, declared, group, key),
    })),
  );
}

function madeBefore(
  name: string,
  { containers, kubernetes }: DeclaredInStack,
  group: ReferableGroup,
  key: string,
): readonly string[] {
  if (group === "containers") {
    return Object.keys(containers[key]?.volumes ?? {}).map((volume) => itemId(name, "volumes", volume));
  }
  const publicIp = group === "kubernetes" ? kubernetes[key]?.publicIp : undefined;
  return publicIp === undefined ? [] : [itemId(name, "publicIps", publicIp)];
}
