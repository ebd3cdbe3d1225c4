import { globalId } from "../../../model/reservation/pipeline/names.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { ResultStateEnum } from "../../../model/reservation/types/enums/result-state.js";
import type { ExplorerWorld } from "./world.js";

/** What a workload needs on its node and is not there, in the words of real nodes. */
export function missingFor(world: ExplorerWorld, workload: AnyWorkload): string | undefined {
  const { nodeId, customerTid } = workload;
  const there = [...world.workloads.values()].filter(
    (other) =>
      other.nodeId === nodeId &&
      other.nextAction === 3 &&
      other.result.state === ResultStateEnum.ResultStateOk,
  );
  const network = networkOf(workload);
  const hasNetwork = there.some(
    (other) => other.workloadType === 10 && other.name === network && other.customerTid === customerTid,
  );
  if (network !== undefined && !hasNetwork) return `network ${network} is not installed on this node`;
  const volume = volumesOf(workload).find(
    (wanted) =>
      !there.some(
        (other) =>
          other.workloadType === 2 &&
          globalId(other.id, other.workloadId) === wanted &&
          other.customerTid === customerTid,
      ),
  );
  if (volume !== undefined) return `cannot use volume ${volume}, user ${customerTid} is not the owner of it`;
  if (workload.workloadType !== 4 || workload.publicIp === "0") return undefined;
  const hasAddress = there.some((other) => other.workloadType === 11 && other.id === workload.publicIp);
  return hasAddress ? undefined : `public ip ${workload.publicIp} not found`;
}

function networkOf(workload: AnyWorkload): string | undefined {
  if (workload.workloadType === 1) return workload.networkConnection[0]?.networkId;
  return workload.workloadType === 4 ? workload.networkId : undefined;
}

function volumesOf(workload: AnyWorkload): readonly string[] {
  return workload.workloadType === 1 ? workload.volumes.map(({ volumeId }) => volumeId) : [];
}
