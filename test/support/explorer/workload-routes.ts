import { cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import { lastsWith } from "../../../model/reservation/capacity/pool-ledger.js";
import { resourceUnits } from "../../../model/reservation/capacity/resource-units.js";
import { signPermission } from "../../../model/reservation/pipeline/quorum.js";
import { acceptWorkload, nextWorkloadAction } from "../../../model/reservation/pipeline/workload-pipeline.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { challengeOfWorkload, type SignAction } from "../../../model/reservation/sign/challenge.js";
import { signatureFault } from "../../../model/reservation/sign/signature.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { CapacityPool } from "../../../model/reservation/types/capacity-pool.js";
import { NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import {
  signingSignatureSchema,
  type SigningSignature,
} from "../../../model/reservation/types/signing-signature.js";
import { pool as codec } from "../../../model/reservation/wire/codec.js";
import { authenticatedUser } from "./authentication.js";
import { Refusal, type RouteAnswer, type RouteRequest } from "./refusal.js";
import { decodedStrictly } from "./strict-body.js";
import type { ExplorerWorld } from "./world.js";

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/** `POST /reservations/workloads`. */
export function createWorkload(world: ExplorerWorld, request: RouteRequest): RouteAnswer {
  const user = authenticatedUser(world, request);
  const workload = decodedStrictly(codec.decodeWorkload(request.body));
  if (workload.customerTid !== user)
    throw new Refusal(401, `user ${user} cannot create workloads of user ${workload.customerTid}`);
  validate(workload);
  const pool = poolFor(world, workload);
  const { message } = challengeOfWorkload(workload, "customer", user);
  const fault = signatureFault(workload.customerSignature, message, world.users.get(user) ?? "");
  if (fault !== undefined) throw new Refusal(400, `invalid signature: ${fault}`);
  const address = addressFor(world, workload);

  const id = world.newId();
  const poolLasts = lastsWith(pool, cloudUnits(resourceUnits(workload)), world.now());
  const accepted = acceptWorkload(workload, {
    ...{ id, poolLasts, heedQuorum: world.heedQuorum },
    now: world.now(),
  });
  world.workloads.set(id, accepted);
  if (!poolLasts) throw new Refusal(402, "pool needs additional capacity to support this workload");
  address?.set(id);
  return { status: 201, body: { reservation_id: Number(id) } };
}

/** `GET /reservations/workloads`. The filter looks at the stored state, the answer has the computed one. */
export function listWorkloads(world: ExplorerWorld, { query }: RouteRequest): RouteAnswer {
  const page = Number(query.get("page") ?? "1");
  const size = Math.min(Number(query.get("size") ?? DEFAULT_PAGE), LARGEST_PAGE);
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1)
    throw new Refusal(400, "invalid page or size");
  const found = [...world.workloads.values()].filter(
    ({ customerTid, workloadType, nextAction }) =>
      isWanted(query.get("customer_tid"), customerTid) &&
      isWanted(query.get("workload_type"), String(workloadType)) &&
      isWanted(query.get("next_action"), String(nextAction)),
  );
  const rows = found.slice((page - 1) * size, page * size).map(answerOf);
  return {
    status: 200,
    body: rows.length === 0 ? null : rows,
    headers: { Pages: String(Math.ceil(found.length / size)) },
  };
}

/** `GET /reservations/workloads/{id}`. */
export function readWorkload(world: ExplorerWorld, { path }: RouteRequest): RouteAnswer {
  return { status: 200, body: answerOf(existing(world, path[2])) };
}

/** `POST /reservations/workloads/{id}/sign/{provision,delete}`. */
export function signWorkload(world: ExplorerWorld, { path, body }: RouteRequest): RouteAnswer {
  const workload = existing(world, path[2]);
  const action: SignAction = path[4] === "provision" ? "provision" : "delete";
  const signature = decodedStrictly(codec.decode(signingSignatureSchema, body));
  if (action === "provision" && nextWorkloadAction(workload) !== NextActionEnum.NextActionSign)
    throw new Refusal(401, "workload not expecting signatures");
  const signed = withSignature(world, workload, action, signature);
  world.workloads.set(workload.id, signed);
  return { status: 201, body: null };
}

function withSignature(
  world: ExplorerWorld,
  workload: AnyWorkload,
  action: "provision" | "delete",
  signature: SigningSignature,
): AnyWorkload {
  const { tid } = signature;
  const provision = action === "provision";
  const request = provision ? workload.signingRequestProvision : workload.signingRequestDelete;
  const present = provision ? workload.signaturesProvision : workload.signaturesDelete;
  const permission = signPermission(tid, request, present);
  if (permission === "unlisted") throw new Refusal(401, "signature not required for this user");
  if (permission === "duplicate") throw new Refusal(400, "user already signed");
  const key = world.users.get(tid);
  if (key === undefined) throw new Refusal(404, "user not found");
  const { message } = challengeOfWorkload(workload, action, tid);
  if (signatureFault(signature.signature, message, key) !== undefined)
    throw new Refusal(401, "failed to verify signature");
  const all = [...present, { ...signature, epoch: world.now() }];
  if (!provision) return { ...workload, signaturesDelete: all };
  const signed = { ...workload, signaturesProvision: all };
  const isPaid = nextWorkloadAction(signed) === NextActionEnum.NextActionPay;
  return isPaid ? { ...signed, nextAction: NextActionEnum.NextActionDeploy } : signed;
}

function validate(workload: AnyWorkload): void {
  const { customerTid, customerSignature, metadata, poolId, reference } = workload;
  if (customerTid === "0") throw new Refusal(400, "customer_tid is required");
  if (customerSignature === "") throw new Refusal(400, "customer_signature is required");
  if (utf8(metadata).length > 1024) throw new Refusal(400, "metadata can not be bigger than 1024 bytes");
  if (poolId === "0") throw new Refusal(400, "pool_id is required");
  if (reference !== "") throw new Refusal(400, "reference is illegal in new workloads");
}

function poolFor(world: ExplorerWorld, { poolId, customerTid, nodeId }: AnyWorkload): CapacityPool {
  const pool = world.pools.get(poolId);
  if (pool === undefined) throw new Refusal(404, "pool not found");
  if (pool.customerTid !== customerTid) throw new Refusal(403, "pool does not belong to the customer");
  if (!pool.nodeIds.includes(nodeId)) throw new Refusal(403, "node is not in the pool");
  return pool;
}

/** What a public address is marked with, where one is wanted. */
function addressFor(world: ExplorerWorld, workload: AnyWorkload): { set(id: string): void } | undefined {
  if (workload.workloadType !== 11) return undefined;
  const { ipaddress } = workload;
  const farm = world.farms.get(world.nodes.get(workload.nodeId)?.farmId ?? "");
  const holder = farm?.addresses.get(ipaddress);
  if (farm === undefined || holder === undefined) throw new Refusal(404, "public ip is not of this farm");
  if (holder !== "0") throw new Refusal(409, "public ip is in use");
  return {
    set: (id) => {
      farm.addresses.set(ipaddress, id);
    },
  };
}

function existing(world: ExplorerWorld, id: string | undefined): AnyWorkload {
  const workload = world.workloads.get(id ?? "");
  if (workload === undefined) throw new Refusal(404, "workload not found");
  return workload;
}

function answerOf(workload: AnyWorkload): unknown {
  return codec.encodeWorkload({ ...workload, nextAction: nextWorkloadAction(workload) });
}

function isWanted(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === "" || wanted === value;
}
