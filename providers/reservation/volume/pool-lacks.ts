import type { NodeFacts } from "../../../clients/node/probe.js";
import type { OpenNode } from "../../targets/node.js";
import type { VolumeInputs } from "../volume.js";

/** Why a node's pool cannot hold volumes of a size that they never exceed. */
export function poolLacks(
  { type }: Partial<VolumeInputs>,
  facts: NodeFacts,
  node: OpenNode,
): readonly string[] {
  if (type === undefined) return [];
  const setting = `groundplan:nodes.${node.name}.pools.${type}`;
  const path = node.pools[type];
  const pool = facts.pools[type];
  if (path === undefined || pool === undefined) return [`the node has no pool of ${type}: set ${setting}`];
  if (!pool.exists) return [`the folder ${path} is not there (${setting})`];
  switch (pool.filesystem) {
    case "btrfs":
      return "btrfs" in facts.tools ? [] : ["the program btrfs is missing: install btrfs-progs"];
    case "xfs":
    case "ext4": {
      const mounting = `the pool ${path} is ${pool.filesystem} without project quota: mount it with prjquota`;
      return [
        ...(pool.quota === "project" ? [] : [mounting]),
        ...("xfs_quota" in facts.tools ? [] : ["the program xfs_quota is missing: install xfsprogs"]),
        ...(path.includes(" ") ? [`the path ${path} has a blank, which xfs_quota does not take`] : []),
      ];
    }
    case null:
    default:
      return [
        `the pool ${path} is on ${pool.filesystem ?? "an unknown file system"}: volumes need btrfs, or xfs or ext4 with project quota`,
      ];
  }
}
