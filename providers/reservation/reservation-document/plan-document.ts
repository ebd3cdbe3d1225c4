import { contentDiff, formatContentLine } from "../../../model/reservation/sign/content-diff.js";
import { NEXT_ACTION_TEXTS, NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { ReservationDocumentInputs, ReservationDocumentOutputs } from "../reservation-document.js";
import { assess, type Assessed } from "./assess.js";
import { LEDGER } from "./ledger.js";
import { readDocument } from "./record.js";
import { howToSign, writeRequest } from "./signature-folder.js";

type Request = PlanRequest<ReservationDocumentInputs, ReservationDocumentOutputs>;

const DEPLOY = NEXT_ACTION_TEXTS[NextActionEnum.NextActionDeploy];

/**
 * Says who has signed and what will be recorded where. A preview writes the request for the signatures that are
 * missing. No node is connected.
 */
export async function planDocument(context: KindContext, request: Request): Promise<Plan | undefined> {
  const { old, news, unknown, preview } = request;
  if (unknown.includes("document") || news.document === undefined || news.name === undefined)
    return undefined;
  if (old !== undefined && isSettled(old, news)) return undefined;
  const inputs = { ...DEFAULTS, ...news, document: news.document, name: news.name };
  const assessed = await assess(context, inputs);
  return {
    summary: "",
    steps: [...changes(old, inputs), ...work(assessed, inputs)],
    notes: [...assessed.remarks, ...(await requestNotes(assessed, preview))],
  };
}

const DEFAULTS: Omit<ReservationDocumentInputs, "name" | "document"> = {
  backend: LEDGER,
  nodes: [],
  signers: [],
  allowPending: false,
  onUnreachable: "fail",
};

/** Whether what is wanted is recorded everywhere, with all signatures. */
function isSettled(old: NonNullable<Request["old"]>, news: Request["news"]): boolean {
  const { inputs, outputs } = old;
  const nodes = news.nodes ?? [];
  return (
    inputs.document === news.document &&
    outputs.nextAction === DEPLOY &&
    nodes.length === outputs.recorded.length &&
    nodes.every((node) => outputs.recorded.includes(node))
  );
}

function changes(old: Request["old"], { document, name }: ReservationDocumentInputs): readonly string[] {
  if (old === undefined || old.inputs.document === document) return [];
  const before = { kind: "reservation" as const, reservation: readDocument(old.inputs.document, name) };
  const after = { kind: "reservation" as const, reservation: readDocument(document, name) };
  return contentDiff(after, before).map(formatContentLine);
}

function work(
  { lacks, report }: Assessed,
  { nodes, allowPending }: ReservationDocumentInputs,
): readonly string[] {
  if (lacks === undefined) {
    const signed = report.needed === 0 ? "" : `signed ${report.summary}; `;
    return [
      nodes.length === 0 ? `${signed}order its workloads` : `${signed}record it on ${nodes.join(", ")}`,
    ];
  }
  const then = allowPending
    ? "until then nothing of it is deployed or changed (allowPending)"
    : "`pulumi up` will refuse to deploy it";
  return [`waits for signatures: ${lacks}; ${then}`];
}

async function requestNotes(
  { lacks, report, subject }: Assessed,
  preview: boolean,
): Promise<readonly string[]> {
  if (lacks === undefined || report.needed === 0 || !preview) return [];
  const place = await writeRequest(subject);
  return [`request for signatures: ${place}; ${howToSign(place)}`];
}
