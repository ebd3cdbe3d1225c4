import type { RunFailure } from "../../../model/artifact/ledger/record.js";

/** Lines of a log that a message shows; the ledger keeps more. */
const SHOWN_LINES = 20;

/** Why a run of an instance failed, for people: task, step, code and reason, and how its log ends. */
export function failureText(
  artifact: string,
  instance: string,
  failure: RunFailure,
  withLog: boolean,
): string {
  const { phase, task, step, exitCode, reason, message, logTail } = failure;
  const place = [
    ...(task === undefined ? [] : [`task ${task}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
  ];
  const where = place.length === 0 ? "" : ` at ${place.join(", ")}`;
  const said = message === "" ? "" : `: ${message}`;
  const lines = withLog ? logTail.slice(-SHOWN_LINES).map((line) => `\n    | ${line}`) : [];
  return `${artifact}/${instance}: ${phase} failed${where} (${reason})${said}${lines.join("")}`;
}
