import { cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import { withoutUse, withUse } from "../../../model/reservation/capacity/pool-ledger.js";
import { resourceUnits } from "../../../model/reservation/capacity/resource-units.js";
import { globalId, parseGlobalId } from "../../../model/reservation/pipeline/names.js";
import { isReported, withOwnDeletion, withOwnResult } from "../../../model/reservation/pipeline/results.js";
import { nextWorkloadAction } from "../../../model/reservation/pipeline/workload-pipeline.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import { resultCategoryOf } from "../../../model/reservation/types/enums/result-category.js";
import { ResultStateEnum } from "../../../model/reservation/types/enums/result-state.js";
import { resultSchema, type Result } from "../../../model/reservation/types/result.js";
import { missingFor } from "./dependencies.js";
import { reportedData } from "./node.js";
import type { ExplorerWorld } from "./world.js";

/** What a node is given to do, by id: everything that is to be deployed or deleted. */
export function workOf(world: ExplorerWorld, nodeId: string): readonly AnyWorkload[] {
  return [...world.workloads.values()].filter((workload) => {
    const next = nextWorkloadAction(workload);
    const wanted = next === NextActionEnum.NextActionDeploy || next === NextActionEnum.NextActionDelete;
    return workload.nodeId === nodeId && wanted;
  });
}

/** All nodes that are there ask for work once and report what they did. */
export function nodesPoll(world: ExplorerWorld): void {
  for (const node of world.nodes.values()) {
    if (!node.online) continue;
    node.updated = world.now();
    for (const workload of workOf(world, node.nodeId)) {
      const id = globalId(workload.id, workload.workloadId);
      if (nextWorkloadAction(workload) === NextActionEnum.NextActionDelete) {
        const ending = { ...workload, nextAction: NextActionEnum.NextActionDelete };
        world.workloads.set(workload.id, ending);
        if (node.outcome(ending) !== "never") deleteReported(world, id);
        continue;
      }
      if (isReported(workload.result)) continue;
      const missing = world.nodesLook ? missingFor(world, workload) : undefined;
      const customerKey = world.users.get(workload.customerTid) ?? "";
      const outcome = missing === undefined ? node.carryOut(workload, customerKey) : { error: missing };
      if (outcome === "never") continue;
      const ok = outcome === "ok";
      reportResult(
        world,
        id,
        resultSchema.parse({
          category: resultCategoryOf(workload.workloadType),
          state: ok ? ResultStateEnum.ResultStateOk : ResultStateEnum.ResultStateError,
          message: ok ? "" : outcome.error,
          dataJson: ok ? reportedData(workload) : "null",
        }),
        node.nodeId,
      );
    }
  }
}

/** A node's report; the server fills in what it knows itself. False when there is no such workload. */
export function reportResult(world: ExplorerWorld, gwid: string, result: Result, nodeId: string): boolean {
  const workload = stored(world, gwid);
  if (workload === undefined) return false;
  const wasOk = workload.result.state === ResultStateEnum.ResultStateOk && isReported(workload.result);
  const reported = withOwnResult(workload, { ...result, nodeId, workloadId: gwid, epoch: world.now() });
  world.workloads.set(workload.id, reported);
  const isOk = result.state === ResultStateEnum.ResultStateOk;
  if (isOk && !wasOk) changeUse(world, workload, "more");
  if (!isOk) {
    if (wasOk) changeUse(world, workload, "less");
    releaseAddress(world, workload);
  }
  return true;
}

/** A node's word that a workload is no more. False when there is no such workload. */
export function deleteReported(world: ExplorerWorld, gwid: string): boolean {
  const workload = stored(world, gwid);
  if (workload === undefined) return false;
  world.workloads.set(workload.id, withOwnDeletion(workload));
  if (workload.result.state === ResultStateEnum.ResultStateOk && isReported(workload.result))
    changeUse(world, workload, "less");
  releaseAddress(world, workload);
  return true;
}

function stored(world: ExplorerWorld, gwid: string): AnyWorkload | undefined {
  const parts = parseGlobalId(gwid);
  const workload = parts === undefined ? undefined : world.workloads.get(parts.id);
  return workload?.workloadId === parts?.workloadId ? workload : undefined;
}

function changeUse(world: ExplorerWorld, workload: AnyWorkload, sign: "more" | "less"): void {
  const pool = world.pools.get(workload.poolId);
  if (pool === undefined) return;
  const units = cloudUnits(resourceUnits(workload));
  const changed = (sign === "more" ? withUse : withoutUse)(pool, units, world.now());
  const others = changed.activeWorkloadIds.filter((id) => id !== workload.id);
  const activeWorkloadIds = sign === "more" ? [...others, workload.id] : others;
  world.pools.set(pool.poolId, { ...changed, activeWorkloadIds });
}

function releaseAddress(world: ExplorerWorld, workload: AnyWorkload): void {
  if (workload.workloadType !== 11) return;
  for (const { addresses } of world.farms.values()) {
    if (addresses.get(workload.ipaddress) === workload.id) addresses.set(workload.ipaddress, "0");
  }
}
