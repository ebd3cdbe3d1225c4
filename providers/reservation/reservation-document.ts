import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { LEDGER } from "./reservation-document/ledger.js";

const inputs = z.strictObject({
  /** What the reservation is called: also the folder of its signatures, `signatures/<name>`. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, "must be a name that a folder can have"),
  /** The reservation on the wire (classic), without signatures, as JSON text. */
  document: z.string().min(1),
  /** Names of the nodes that keep it, from `groundplan:nodes`. Default none: an explorer keeps the workloads. */
  nodes: z.array(z.string().min(1)).default([]),
  /** Who keeps the workloads, which signatures cover: `ledger`, or the address of an explorer. Default `ledger`. */
  backend: z.string().min(1).default(LEDGER),
  /** Identity that orders. Default: nobody signs. */
  customer: z.string().min(1).optional(),
  /** Identities whose signatures may count, the customer among them. Default none. */
  signers: z.array(z.string().min(1)).default([]),
  /** Whether an update that lacks signatures ends well and holds the workloads back. Default false. */
  allowPending: z.boolean().default(false),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link reservationDocument}. */
export type ReservationDocumentInputs = z.output<typeof inputs>;

/** Outputs of {@link reservationDocument}. */
export type ReservationDocumentOutputs = {
  /** Decimal id of the reservation. */
  documentId: string;
  /** `sign` while signatures are missing, then `deploy`. */
  nextAction: string;
  /** Ids of users who have signed. */
  signed: readonly string[];
  /** Ids of users whose signatures are missing; none once enough have signed. */
  missing: readonly string[];
  /** Nodes that keep the record. */
  recorded: readonly string[];
  /** SHA-256 of the record, hexadecimal; empty while there is none. */
  recordDigest: string;
};

/**
 * The document of a reservation with its signatures, kept on every node of the reservation. Workloads of the
 * reservation are touched only when the node's record has them. Below quorum nothing is recorded. An explorer keeps no
 * documents: there it only has to be signed before the workloads are ordered.
 */
export const reservationDocument = defineKind<ReservationDocumentInputs, ReservationDocumentOutputs>({
  name: "reservation.ReservationDocument",
  module: "reservation",
  type: "ReservationDocument",
  inputs,
  outputs: ["documentId", "nextAction", "signed", "missing", "recorded", "recordDigest"],
  replaceOn: ["name"],
  problems: ({ nodes, backend, allowPending }) => [
    ...(backend === LEDGER && nodes.length === 0
      ? [{ path: "nodes", reason: "must name a node: the nodes keep the document" }]
      : []),
    ...(backend !== LEDGER && allowPending
      ? [
          {
            path: "allowPending",
            reason: "is not possible with an explorer, which cannot hold workloads back",
          },
        ]
      : []),
  ],
  hideDiffs: ["document"],
  naturalKey: ({ name }) => name,
  normalise: (given) => ({
    ...given,
    nodes: [...new Set(given.nodes)].sort(),
    signers: [...new Set(given.signers)].sort(),
  }),
  handlers: async () => (await import("./reservation-document.handlers.js")).reservationDocumentHandlers,
});
