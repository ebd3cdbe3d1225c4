import { NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { isLive } from "./answer.js";
import { type Marker, splitMetadata } from "./marker.js";
import type { Site } from "./site.js";

/** Workloads of this resource that the explorer has. */
export interface Orphans {
  /** Made from the same inputs, the oldest first. */
  readonly same: readonly AnyWorkload[];
  /** Made from other inputs. */
  readonly other: readonly AnyWorkload[];
}

/**
 * Looks for what an earlier run has ordered for this resource and not written down, since its answer got lost.
 * @param known id of the workload that the state has
 */
export async function findOrphans(
  { client, context, customer }: Site,
  workloadType: number,
  { owner, inputs }: Marker,
  known?: string,
): Promise<Orphans> {
  const filter = { customerTid: customer.tid, workloadType };
  const ours = (await client.workloads(filter, { signal: context.signal }))
    .map((workload) => ({ workload, marker: splitMetadata(workload.metadata).marker }))
    .filter(({ workload, marker }) => workload.id !== known && isLive(workload) && marker?.owner === owner);
  return {
    same: ours.filter(({ marker }) => marker?.inputs === inputs).map(({ workload }) => workload),
    other: ours.filter(({ marker }) => marker?.inputs !== inputs).map(({ workload }) => workload),
  };
}

/** The record that stays behind when a pool has too little. */
export async function findInvalid(site: Site, workloadType: number, { owner }: Marker) {
  const filter = { customerTid: site.customer.tid, workloadType };
  const all = await site.client.workloads(filter, { signal: site.context.signal });
  return all.findLast(
    ({ nextAction, metadata }) =>
      nextAction === NextActionEnum.NextActionInvalid && splitMetadata(metadata).marker?.owner === owner,
  );
}
