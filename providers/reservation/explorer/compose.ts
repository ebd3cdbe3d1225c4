import { randomBytes } from "node:crypto";
import type { DirectoryNode } from "../../../clients/explorer/types.js";
import { encryptSecret, SECRET_RANDOMNESS } from "../../../model/reservation/crypto/workload-secret.js";
import { CURRENT_VERSION } from "../../../model/reservation/pipeline/workload-pipeline.js";
import { workloadProblems } from "../../../model/reservation/rules/workload-rules.js";
import { hexBytes } from "../../../model/reservation/scalars/hex.js";
import { isInt64Text } from "../../../model/reservation/scalars/int64.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { challengeOfWorkload } from "../../../model/reservation/sign/challenge.js";
import { type Customer, deletableByCustomer, orderWorkload } from "../../../model/reservation/sign/order.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { formatProblem } from "../../../model/shared/problem.js";
import type { NodeOutputs } from "../../node/definition.js";
import type { Signed } from "./answer.js";
import type { ExplorerInputs, ExplorerWorkload } from "./definition.js";
import { type Marker, OWN_METADATA_LIMIT, withMarker } from "./marker.js";

/** What a workload is ordered with besides its inputs. */
export interface Ordering {
  readonly customer: Customer;
  readonly marker: Marker;
  readonly node: DirectoryNode;
  /** Unix seconds. */
  readonly epoch: number;
}

/** A workload that its customer has signed, and what only the customer knows of it later. */
export interface Composed<W> {
  readonly workload: W;
  readonly signed: Signed;
}

/** A signed workload with its secrets encrypted for its node. Every call gives other ciphers. */
export function compose<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  inputs: I,
  { customer, marker, node, epoch }: Ordering,
): Composed<W> {
  const bare = withCommonFields(definition.workload(inputs), inputs, customer.tid);
  const nodeKey = hexBytes(node.publicKey) ?? new Uint8Array();
  const route = { version: CURRENT_VERSION, customerSeed: customer.seed, nodeKey };
  const ciphers = Object.fromEntries(
    Object.entries(definition.secrets?.(inputs) ?? {}).map(([name, secret]) => [
      name,
      encryptSecret(secret, route, randomBytes(SECRET_RANDOMNESS)),
    ]),
  );
  const whole = definition.withSecrets?.(bare, ciphers) ?? bare;
  const marked: W = { ...whole, epoch, metadata: withMarker(inputs.metadata, marker) };
  const workload = orderWorkload(marked, customer);
  const { sha256 } = challengeOfWorkload(workload, "customer", customer.tid);
  return { workload, signed: { signedEpoch: String(epoch), challengeSha256: sha256 } };
}

/**
 * Why an explorer or its nodes would not take a workload, as far as that can be told from its inputs alone.
 * @param tid the customer's id
 */
export function refusalsOf<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload>(
  definition: ExplorerWorkload<I, O, W>,
  inputs: I,
  tid: string,
): readonly string[] {
  const bytes = utf8(inputs.metadata).length;
  const own = [
    ...(definition.refusals?.(inputs, tid) ?? []),
    ...(isInt64Text(inputs.pool ?? "0") ? [] : [`pool: "${inputs.pool ?? ""}" is no pool's id`]),
    ...(bytes > OWN_METADATA_LIMIT
      ? [`metadata: has ${bytes} bytes; on an explorer at most ${OWN_METADATA_LIMIT} are left beside our own`]
      : []),
  ];
  if (own.length > 0) return own;
  const workload = withCommonFields(definition.workload(inputs), inputs, tid);
  const problems = workloadProblems(workload, { backend: "explorer", stage: "declared" });
  // What is encrypted is not there yet.
  return problems
    .filter(({ severity, reason }) => severity !== "warning" && !reason.endsWith("(cipher)"))
    .map(formatProblem);
}

function withCommonFields<W extends AnyWorkload>(workload: W, inputs: ExplorerInputs, tid: string): W {
  const { node = "", pool = "0", description, metadata, deletion } = inputs;
  const common: W = {
    ...workload,
    ...{ workloadId: "1", nodeId: node, poolId: pool, description, metadata, customerTid: tid },
    version: CURRENT_VERSION,
    signingRequestDelete: { signers: [...(deletion?.signers ?? [])], quorumMin: deletion?.quorum ?? 0 },
  };
  return deletion === undefined ? deletableByCustomer(common) : common;
}
