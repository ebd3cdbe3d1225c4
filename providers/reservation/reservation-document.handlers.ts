import { NEXT_ACTION_TEXTS } from "../../model/reservation/types/enums/next-action.js";
import { Failure } from "../../model/shared/errors.js";
import { ownerMark } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers, KindState } from "../runtime/kind.js";
import type { ReservationDocumentInputs, ReservationDocumentOutputs } from "./reservation-document.js";
import { assess, type Assessed } from "./reservation-document/assess.js";
import { mayRemoveAll } from "./reservation-document/may-remove.js";
import { onNodes } from "./reservation-document/on-nodes.js";
import { planDocument } from "./reservation-document/plan-document.js";
import { recordText } from "./reservation-document/record.js";
import { records, type RecordStore } from "./reservation-document/record-store.js";
import { howToSign } from "./reservation-document/signature-folder.js";
import { requestPath } from "../../model/reservation/sign/request-file.js";

type Inputs = ReservationDocumentInputs;
type Outputs = ReservationDocumentOutputs;

/** What the kind does, with records kept in a store. */
export function reservationDocumentHandlersWith(store: RecordStore): KindHandlers<Inputs, Outputs> {
  return {
    plan: planDocument,
    async create(context, inputs) {
      const outputs = await settle(store, context, inputs, NOTHING);
      return { id: outputs.documentId, outputs };
    },
    read: (context, id, state) => read(store, context, id, state),
    async update(context, _id, old, inputs) {
      return { outputs: await settle(store, context, inputs, old.outputs) };
    },
    delete: (context, id, state) => remove(store, context, id, state),
  };
}

/** What the kind does. */
export const reservationDocumentHandlers = reservationDocumentHandlersWith(records);

type Recorded = Pick<Outputs, "recorded" | "recordDigest">;
const NOTHING: Recorded = { recorded: [], recordDigest: "" };

/** Has the document recorded on all of its nodes, and on no other, once enough have signed. */
async function settle(
  store: RecordStore,
  context: KindContext,
  inputs: Inputs,
  before: Recorded,
): Promise<Outputs> {
  const assessed = await assess(context, inputs);
  const { reservation, report, remarks } = assessed;
  const id = reservation.id;
  const outputs = {
    documentId: id,
    nextAction: NEXT_ACTION_TEXTS[reservation.nextAction] ?? "",
    signed: report.signed,
    missing: report.reached ? [] : report.missing,
  };
  if (assessed.lacks !== undefined) {
    const failure = unsigned(inputs, assessed.lacks, assessed);
    if (!inputs.allowPending) throw failure;
    context.warn(failure.message);
    store.holdBack(id, `${inputs.name} waits for signatures: ${assessed.lacks}`);
    const { recorded, recordDigest } = before;
    return { ...outputs, nextAction: "sign", recorded, recordDigest };
  }
  store.holdBack(id, undefined);
  for (const remark of remarks) context.warn(remark);
  const { text, digest } = recordText({
    owner: ownerMark(context.scope, context.resource),
    token: context.token,
    name: inputs.name,
    stack: assessed.stack,
    customer: inputs.customer ?? null,
    signers: [...inputs.signers],
    signatures: [...assessed.good],
    reservation,
  });
  const recorded = await onNodes(context, inputs.nodes, (client) =>
    client.exclusively(`reservation ${inputs.name}`, (locked) => store.write(context, locked, id, text), {
      signal: context.signal,
    }),
  );
  const others = before.recorded.filter((node) => !inputs.nodes.includes(node));
  if (others.length > 0) {
    await onNodes(context, others, (client) =>
      client.exclusively(`reservation ${inputs.name}`, (locked) => store.remove(context, locked, id), {
        signal: context.signal,
      }),
    );
  }
  const recordDigest = inputs.nodes.length === 0 ? "" : digest;
  return { ...outputs, recorded: recorded.map(({ node }) => node), recordDigest };
}

function unsigned({ name, allowPending }: Inputs, lacks: string, { report, remarks }: Assessed): Failure {
  const place = requestPath(name, "provision");
  const then = allowPending ? "" : ", and run the command again";
  return new Failure({
    what: [lacks, ...remarks].join("; "),
    where: name,
    next:
      report.needed === 0
        ? "Give the seed of the customer, or ask for signatures (sign.provision)"
        : `Run \`pulumi preview\`, which writes ${place}; ${howToSign(place)}${then}`,
  });
}

/** Which nodes keep the record. Undefined when none does; what waits for signatures has none. */
async function read(
  store: RecordStore,
  context: KindContext,
  id: string,
  { inputs, outputs }: KindState<Inputs, Outputs>,
): Promise<KindState<Inputs, Outputs> | undefined> {
  if (outputs.recordDigest === "") return { inputs, outputs };
  const nodes = allNodes(inputs, outputs);
  const found = await onNodes(context, nodes, (client) => store.fresh(context, client, id));
  const silent = nodes.filter((node) => !found.some((one) => one.node === node));
  const kept = found.filter(({ node, answer }) => {
    if (answer === undefined && outputs.recorded.includes(node)) {
      context.warn(`${node} has no record of the reservation ${inputs.name} any more`);
    } else if (answer !== undefined && answer.digest !== outputs.recordDigest) {
      context.warn(`${node}: the record of the reservation ${inputs.name} was changed outside`);
    }
    return answer?.digest === outputs.recordDigest;
  });
  if (kept.length === 0 && silent.length === 0) return undefined;
  const known = silent.filter((node) => outputs.recorded.includes(node));
  return { inputs, outputs: { ...outputs, recorded: [...kept.map(({ node }) => node), ...known].sort() } };
}

/** Takes away the records that bear our token, once everything may go. */
async function remove(
  store: RecordStore,
  context: KindContext,
  id: string,
  { inputs, outputs }: KindState<Inputs, Outputs>,
): Promise<void> {
  if (outputs.recordDigest === "") return;
  await onNodes(
    context,
    allNodes(inputs, outputs),
    (client) =>
      client.exclusively(
        `reservation ${inputs.name}`,
        async (locked) => {
          const record = await store.fresh(context, locked, id);
          if (record === undefined) return;
          if (record.token !== context.token) {
            context.warn(
              `${locked.where}: the record of ${inputs.name} belongs to ${record.owner}, and stays`,
            );
            return;
          }
          await mayRemoveAll(context, record);
          await store.remove(context, locked, id);
        },
        { signal: context.signal },
      ),
    "all",
  );
}

/** Nodes that have, or are to have, the record. */
function allNodes({ nodes }: Inputs, { recorded }: Outputs): readonly string[] {
  return [...new Set([...nodes, ...recorded])].sort();
}
