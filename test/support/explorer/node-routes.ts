import { nextWorkloadAction } from "../../../model/reservation/pipeline/workload-pipeline.js";
import { nodeWorkload } from "../../../model/reservation/pipeline/node-workload.js";
import { globalId } from "../../../model/reservation/pipeline/names.js";
import { resultSchema } from "../../../model/reservation/types/result.js";
import { pool as codec } from "../../../model/reservation/wire/codec.js";
import { Refusal, type RouteAnswer, type RouteRequest } from "./refusal.js";
import { decodedStrictly } from "./strict-body.js";
import { deleteReported, reportResult, workOf } from "./work.js";
import type { ExplorerWorld } from "./world.js";

const BATCH = 200;

/** `GET /reservations/nodes/{node}/workloads?from=N`. */
export function pollWork(world: ExplorerWorld, { path, query }: RouteRequest): RouteAnswer {
  const from = query.get("from");
  if (from === null || !/^\d+$/.test(from)) throw new Refusal(400, "invalid query parameter from");
  const work = workOf(world, path[2] ?? "")
    .filter(({ id }) => BigInt(id) >= BigInt(from))
    .slice(0, BATCH)
    .map((workload) => ({ ...workload, nextAction: nextWorkloadAction(workload) }));
  return {
    status: 200,
    body: work.length === 0 ? null : work.map((workload) => codec.encodeNodeWorkload(nodeWorkload(workload))),
    headers: { "x-last-id": work.at(-1)?.id ?? from },
  };
}

/** `GET /reservations/nodes/workloads/{gwid}`. */
export function readWork(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  const workload = [...world.workloads.values()].find(
    ({ id, workloadId }) => globalId(id, workloadId) === path[3],
  );
  if (workload === undefined) throw new Refusal(404, "workload not found");
  return { status: 200, body: codec.encodeNodeWorkload(nodeWorkload(workload)) };
}

/** `PUT /reservations/nodes/{node}/workloads/{gwid}`. Nobody's signature is asked for. */
export function putResult(world: ExplorerWorld, { path, body }: RouteRequest): RouteAnswer {
  const result = decodedStrictly(codec.decode(resultSchema, body));
  if (!reportResult(world, path[4] ?? "", result, path[2] ?? ""))
    throw new Refusal(404, "workload not found");
  return { status: 201, body: null };
}

/** `DELETE /reservations/nodes/{node}/workloads/{gwid}`. Nobody's signature is asked for. */
export function putDeletion(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  if (!deleteReported(world, path[4] ?? "")) throw new Refusal(404, "workload not found");
  return { status: 200, body: null };
}
