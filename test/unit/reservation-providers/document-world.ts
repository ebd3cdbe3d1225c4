import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FakeNode } from "../../../clients/node/fake.js";
import {
  declaredReservation,
  type DeclaredReservationInput,
} from "../../../model/reservation/declared/reservation.js";
import { documentOf } from "../../../model/reservation/document/document-of.js";
import { requestFileSchema } from "../../../model/reservation/sign/request-file.js";
import type { SignAction } from "../../../model/reservation/sign/challenge.js";
import {
  publicKeyOfSigner,
  signatureFileText,
  signSubject,
} from "../../../model/reservation/sign/signature-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { reservationSchema } from "../../../model/reservation/types/index.js";
import { classic } from "../../../model/reservation/wire/codec.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import type { Plan } from "../../../providers/runtime/plan.js";
import { reservationGateWith } from "../../../providers/reservation/gate.js";
import {
  reservationDocument,
  type ReservationDocumentInputs,
  type ReservationDocumentOutputs,
} from "../../../providers/reservation/reservation-document.js";
import { reservationDocumentHandlersWith } from "../../../providers/reservation/reservation-document.handlers.js";
import { RecordStore } from "../../../providers/reservation/reservation-document/record-store.js";
import { readDocument, subjectOf } from "../../../providers/reservation/reservation-document/record.js";

const SCOPE = { installation: "abc", project: "groundplan", stack: "dev" };
export const STACK = "abc/groundplan/dev";
/** The clock of every test, unix seconds. */
export const NOW = Date.UTC(2026, 10, 1) / 1000;

/** Ids of users by identity. */
export const TIDS: Readonly<Record<string, string>> = { alice: "7", bob: "11", carol: "14" };

export function seedOf(name: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`seed of ${name}`).digest());
}

/** What a state knows of the document. */
export interface Known {
  readonly id: string;
  readonly inputs: ReservationDocumentInputs;
  readonly outputs: ReservationDocumentOutputs;
  readonly token: string;
}

/** Pretended nodes, a project folder of its own, and the kind's handlers as one process has them. */
export class World {
  readonly records = new Map<string, string>();
  readonly nodes = new Map<string, FakeNode>();
  readonly lines: string[] = [];
  /** Identities whose seed is here. */
  readonly seeds = new Set<string>();
  /** Public keys that differ from those of the seeds. */
  readonly otherKeys = new Map<string, string>();
  /** Identities that the settings do not have any more. */
  readonly gone = new Set<string>();
  now = NOW;
  readonly folder = mkdtempSync(path.join(tmpdir(), "groundplan-document-"));
  readonly #before = process.cwd();
  #store = new RecordStore();
  #tokens = 0;

  constructor() {
    process.chdir(this.folder);
    for (const name of ["node1", "node2"]) this.nodes.set(name, this.#node(name));
  }

  close(): void {
    process.chdir(this.#before);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As when the command has ended and another one begins. */
  newProcess(): void {
    this.#store = new RecordStore();
    this.lines.length = 0;
  }

  node(name: string): FakeNode {
    const found = this.nodes.get(name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  /** Inputs of the document of a reservation, as the component gives them. */
  inputs(
    given: DeclaredReservationInput,
    more: Partial<ReservationDocumentInputs> = {},
  ): ReservationDocumentInputs {
    const declared = declaredReservation.parse(given);
    const { customer, sign } = declared;
    const { reservation, nodes } = documentOf(declared, {
      ...{ stack: STACK, name: "web", users: TIDS, secretNames: {} },
      partsOf: () => ({}),
    });
    const signers = [customer ?? [], sign?.provision.signers ?? [], sign?.delete?.signers ?? []].flat();
    const parsed = reservationDocument.inputs.parse({
      name: "web",
      document: JSON.stringify(classic.encode(reservationSchema, reservation, "empty")),
      nodes: [...nodes],
      ...(customer === undefined ? {} : { customer }),
      signers,
      ...more,
    });
    return reservationDocument.normalise?.(parsed) ?? parsed;
  }

  /** Digest of a member of what inputs declare. */
  digest(given: DeclaredReservationInput, member: string): string {
    const { digests } = documentOf(declaredReservation.parse(given), {
      ...{ stack: STACK, name: "web", users: TIDS, secretNames: {} },
      partsOf: () => ({}),
    });
    return digests[member] ?? "";
  }

  /** What signers find in the checkout. */
  subject(inputs: ReservationDocumentInputs, action: SignAction = "provision"): SigningSubject {
    return subjectOf(
      { name: "web", stack: STACK, backend: inputs.backend },
      readDocument(inputs.document, "web"),
      action,
    );
  }

  /** Has somebody sign. */
  sign(subject: SigningSubject, name: string, as = name): void {
    const folder = path.join("signatures", subject.name, subject.action);
    mkdirSync(folder, { recursive: true });
    const file = signSubject(subject, { tid: TIDS[as] ?? "", seed: seedOf(name) }, NOW);
    writeFileSync(path.join(folder, `${TIDS[as] ?? ""}.json`), signatureFileText(file));
  }

  /** The request in the project folder. */
  request(action: SignAction) {
    const text = readFileSync(path.join("signatures", "web", action, "request.json"), "utf8");
    return { text, request: requestFileSchema.parse(JSON.parse(text)) };
  }

  files(): readonly string[] {
    return readdirSync(this.folder, { recursive: true }).map(String).sort();
  }

  plan(inputs: ReservationDocumentInputs, old?: Known, preview = true): Promise<Plan | undefined> {
    const request = { old, news: inputs, unknown: [], preview };
    const { plan } = this.#handlers();
    if (plan === undefined) throw new Error("the kind has no plan");
    return plan(this.context(old?.token ?? ""), request);
  }

  async create(inputs: ReservationDocumentInputs): Promise<Known> {
    const token = `token-${String((this.#tokens += 1))}`;
    const { id, outputs } = await this.#handlers().create(this.context(token), inputs);
    return { id, inputs, outputs, token };
  }

  async update(old: Known, inputs: ReservationDocumentInputs): Promise<Known> {
    const { outputs } = await this.#handlers().update(this.context(old.token), old.id, old, inputs);
    return { ...old, inputs, outputs };
  }

  async read(known: Known) {
    return this.#handlers().read(this.context(known.token), known.id, known);
  }

  async delete(known: Known): Promise<void> {
    await this.#handlers().delete(this.context(known.token), known.id, known);
  }

  /** What the gate says of a workload on node1 that is to be brought about. */
  async ensures(id: string, member: string) {
    return reservationGateWith(this.#store).beforeEnsure(
      this.context(""),
      this.node("node1"),
      workload(id, member),
    );
  }

  /** The same for one that is to go. */
  async removes(id: string, member: string): Promise<void> {
    const inputs = workload(id, member);
    await reservationGateWith(this.#store).beforeRemove(this.context(""), this.node("node1"), {
      inputs,
      outputs: { workloadId: "volume-1", drift: [] },
    });
  }

  context(token: string): KindContext {
    const told = (message: string): void => void this.lines.push(message);
    return {
      ...{ urn: "", resource: "web-document", scope: SCOPE, token, signal: new AbortController().signal },
      // Every target of these tests is a node or an identity, told apart by its key.
      target: (type, name) =>
        Promise.resolve()
          .then(() => (type.key === "nodes" ? this.#entry(name) : this.#identity(name)))
          .then((found) => found as never),
      ...{ info: told, warn: told, status: told },
      now: () => this.now * 1000,
    };
  }

  #handlers() {
    return reservationDocumentHandlersWith(this.#store);
  }

  #entry(name: string) {
    return {
      name,
      settings: { jumpHosts: [] },
      address: {},
      open: () => Promise.resolve({ name, client: this.node(name), pools: {} }),
    };
  }

  #identity(name: string) {
    if (this.gone.has(name)) throw new Failure({ what: "is not in the stack's configuration", where: name });
    const publicKey = this.otherKeys.get(name) ?? publicKeyOfSigner(seedOf(name));
    return {
      ...{ name, tid: TIDS[name] ?? "", publicKey },
      ...(this.seeds.has(name) ? { seed: seedOf(name) } : {}),
    };
  }

  #node(name: string): FakeNode {
    const keyOf = (document: unknown): string => `${name}/${String(document)}`;
    return new FakeNode(
      {
        "reservation-look": ({ document }) => ({ record: this.records.get(keyOf(document)) ?? null }),
        "reservation-write": ({ document, content }) => {
          this.records.set(keyOf(document), typeof content === "string" ? content : "");
          return { written: true };
        },
        "reservation-remove": ({ document }) => {
          this.records.delete(keyOf(document));
          return { removed: true };
        },
      },
      name,
    );
  }
}

function workload(id: string, member: string) {
  return {
    ...{ node: "node1", description: "", metadata: "", onUnreachable: "fail" as const, allowDataLoss: false },
    reservation: { id, member },
  };
}
