import type { Problem } from "../../shared/problem.js";
import { keyOfNodeId } from "../sign/public-key.js";
import { signatureFormFault } from "../sign/signature.js";
import { utf8 } from "../scalars/utf8.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { SigningRequest } from "../types/signing-request.js";
import { below, fault, faultIf, faultWhen, warning, type Place, type RuleContext } from "./rule.js";

/** Most bytes of metadata. */
export const METADATA_LIMIT = 1024;

/** Rules of what every workload has, as far as they hold also inside a reservation. */
export function memberInfoProblems(
  workload: AnyWorkload,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  return [
    ...nodeProblems(workload.nodeId, below(place, "nodeId"), backend === "explorer"),
    ...metadataProblems(workload.metadata, place),
  ];
}

/** Rules of what every workload has, for one that stands alone. */
export function ownInfoProblems(
  workload: AnyWorkload,
  place: Place,
  { backend, stage }: RuleContext,
): readonly Problem[] {
  const explorer = backend === "explorer";
  return [
    ...customerProblems(workload.customerTid, workload.customerSignature, stage, place),
    ...faultWhen(
      explorer && workload.poolId === "0",
      below(place, "poolId"),
      "pool",
      "must name a capacity pool",
    ),
    ...faultWhen(
      explorer && workload.reference !== "",
      below(place, "reference"),
      "reference",
      "must be empty for a new workload",
    ),
    ...signingRequestProblems(workload.signingRequestProvision, below(place, "signingRequestProvision")),
    ...signingRequestProblems(workload.signingRequestDelete, below(place, "signingRequestDelete")),
    ...faultWhen(
      workload.signingRequestDelete.quorumMin === 0,
      below(place, "signingRequestDelete", "quorumMin"),
      "delete-quorum",
      "is 0, so that nobody could ever delete the workload",
      "name who may delete it, and 1 or more",
    ),
  ];
}

/** Customer and signature of a workload or reservation. */
export function customerProblems(
  customerTid: string,
  customerSignature: string,
  stage: RuleContext["stage"],
  place: Place,
): readonly Problem[] {
  return [
    ...faultWhen(
      customerTid === "0",
      below(place, "customerTid"),
      "customer",
      "must be the customer's id and is 0",
    ),
    ...faultIf(
      below(place, "customerSignature"),
      "signature",
      stage === "signed" ? signatureFormFault(customerSignature) : undefined,
    ),
  ];
}

/** Length of metadata. */
export function metadataProblems(metadata: string, place: Place): readonly Problem[] {
  const bytes = utf8(metadata).length;
  return faultWhen(
    bytes > METADATA_LIMIT,
    below(place, "metadata"),
    "metadata",
    `must have at most ${METADATA_LIMIT} bytes and has ${bytes}`,
  );
}

/** Who may sign and how many must. */
export function signingRequestProblems(
  { signers, quorumMin }: SigningRequest,
  place: Place,
): readonly Problem[] {
  const distinct = new Set(signers);
  return [
    ...signers.flatMap((tid, index) =>
      faultWhen(
        tid === "0" || tid.startsWith("-"),
        below(place, "signers", index),
        "signers",
        `"${tid}" is no user's id`,
      ),
    ),
    ...(distinct.size < signers.length
      ? [warning(below(place, "signers"), "signers", "names a signer twice, who counts once")]
      : []),
    ...(quorumMin < 0
      ? [fault(below(place, "quorumMin"), "quorum", "must not be negative")]
      : faultWhen(
          quorumMin > distinct.size,
          below(place, "quorumMin"),
          "quorum",
          `asks for ${quorumMin} signatures of ${distinct.size} signers, and can never be met`,
          "name more signers or ask for fewer",
        )),
  ];
}

/** A node's id. */
export function nodeProblems(nodeId: string, place: Place, base58: boolean): readonly Problem[] {
  if (nodeId === "") return [fault(place, "node", "must name a node")];
  return faultWhen(
    base58 && keyOfNodeId(nodeId) === undefined,
    place,
    "node",
    `"${nodeId}" must be base58 of the node's public key`,
  );
}
