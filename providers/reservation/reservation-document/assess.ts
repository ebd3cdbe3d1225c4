import { challengeOfReservation } from "../../../model/reservation/sign/challenge.js";
import type { QuorumReport } from "../../../model/reservation/sign/quorum-report.js";
import { signHex } from "../../../model/reservation/sign/signature.js";
import { signingSignature, type SignatureFile } from "../../../model/reservation/sign/signature-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import type { Reservation } from "../../../model/reservation/types/reservation.js";
import type { KindContext } from "../../runtime/context.js";
import type { ReservationDocumentInputs } from "../reservation-document.js";
import { countSignatures } from "./count-signatures.js";
import { readDocument, subjectOf } from "./record.js";

/** A reservation with the signatures that it has here and now. */
export interface Assessed {
  readonly stack: string;
  readonly subject: SigningSubject;
  readonly report: QuorumReport;
  /** Signed as far as it can be. */
  readonly reservation: Reservation;
  readonly good: readonly SignatureFile[];
  readonly remarks: readonly string[];
  /** Why nothing may be deployed, as the end of a sentence; undefined when it may. */
  readonly lacks: string | undefined;
}

/** Counts the signatures of the wanted document, and signs for the customer where the seed is at hand. */
export async function assess(context: KindContext, inputs: ReservationDocumentInputs): Promise<Assessed> {
  const { installation, project, stack: own } = context.scope;
  const stack = [installation, project, own].join("/");
  const document = readDocument(inputs.document, inputs.name);
  const subject = subjectOf({ name: inputs.name, stack, backend: inputs.backend }, document, "provision");
  const { customer: name, signers } = inputs;
  const { report, good, customer, remarks } = await countSignatures(context, subject, {
    customer: name,
    signers,
  });
  const signature =
    customer?.seed === undefined
      ? ""
      : signHex(challengeOfReservation(document, "customer").message, customer.seed);
  return {
    ...{ stack, subject, report, good, remarks },
    reservation: {
      ...document,
      customerSignature: signature,
      signaturesProvision: good.map(signingSignature),
      nextAction: report.reached ? NextActionEnum.NextActionDeploy : NextActionEnum.NextActionSign,
    },
    lacks: lackOf(report, name, signature),
  };
}

function lackOf(report: QuorumReport, customer: string | undefined, signature: string): string | undefined {
  if (!report.reached) return report.summary;
  if (report.needed > 0 || customer === undefined || signature !== "") return undefined;
  return `nobody has signed: the seed of ${customer} is not here, and no other signatures are asked for`;
}
