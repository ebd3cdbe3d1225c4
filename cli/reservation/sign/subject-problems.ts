import type { Problem } from "../../../model/shared/problem.js";
import { signingRequestProblems } from "../../../model/reservation/rules/info-rules.js";
import { reservationProblems } from "../../../model/reservation/rules/reservation-rules.js";
import type { RuleContext } from "../../../model/reservation/rules/rule.js";
import { workloadProblems } from "../../../model/reservation/rules/workload-rules.js";
import { idOf, requestOf, type SigningSubject } from "../../../model/reservation/sign/subject.js";

/**
 * Why nobody should be asked to sign: what would not be deployed is not worth a signature, and what can never reach
 * its quorum is not either. What is to be deleted may break every rule but those of its quorum.
 *
 * @param now Unix seconds; without it nothing is said of expiry.
 */
export function subjectProblems(subject: SigningSubject, now?: number): readonly Problem[] {
  const found = [...ruleProblems(subject, now), ...idProblems(subject)];
  return found.map((problem) => ({ ...problem, path: onTheWire(problem.path) }));
}

function ruleProblems(subject: SigningSubject, now: number | undefined): readonly Problem[] {
  const { object, action, backend } = subject;
  if (action === "delete") return deleteProblems(subject);
  const context: RuleContext = { backend: backend === "ledger" ? "ledger" : "explorer", stage: "declared" };
  return object.kind === "workload"
    ? workloadProblems(object.workload, context)
    : reservationProblems(object.reservation, { ...context, ...(now === undefined ? {} : { now }) });
}

function deleteProblems({ object, action }: SigningSubject): readonly Problem[] {
  const request = requestOf(object, action);
  const path =
    object.kind === "reservation" ? "dataReservation.signingRequestDelete" : "signingRequestDelete";
  if (request.quorumMin !== 0) return signingRequestProblems(request, { path });
  return [{ path: `${path}.quorumMin`, reason: "is 0, so that no signatures can delete it" }];
}

/** An explorer's reservation is signed with the id that the explorer gave it. */
function idProblems({ object, backend }: SigningSubject): readonly Problem[] {
  if (object.kind === "workload" || backend === "ledger" || idOf(object) !== "0") return [];
  return [
    { path: "id", reason: "is missing, and is signed", fix: "give the reservation as the explorer has it" },
  ];
}

/** A path in the internal model as one in the user's file. */
function onTheWire(path: string): string {
  return path.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
