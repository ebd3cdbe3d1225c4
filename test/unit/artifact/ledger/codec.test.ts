import fc from "fast-check";
import { parseSlotSecret, slotSecret, updatedSlotSecret } from "../../../../model/artifact/ledger/codec.js";
import {
  INSTANCE_STATES,
  type InstanceRecord,
  type LedgerEntry,
} from "../../../../model/artifact/ledger/record.js";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";

const OWNERSHIP = { mark: "abc123/shop/dev/pool", token: "tok" };

const DIRTY: InstanceRecord = {
  ...{ instance: "2-abcde", slot: 2, state: "dirty", specHash: "0123456789abcdef" },
  ...{ createdAt: "2026-11-21T12:00:00Z", changedAt: "2026-11-21T12:01:00Z", attempt: 1 },
  ...{ accounts: { gcp: "a" }, refs: { net: { slot: 0, instance: "0-zzzzz" } } },
};
const LEASE = { holder: "web", team: "shop", since: "2026-11-21T12:01:00Z", token: "secret" };
const RECORD: InstanceRecord = { ...DIRTY, state: "borrowed", lease: LEASE };
const ENTRY: LedgerEntry = { record: RECORD, results: { endpoint: "https://x", "tls.crt": "ä\n" } };

function secretOf(entry: LedgerEntry): KubeObject {
  return slotSecret("carv01", "train", entry, OWNERSHIP);
}

function withRecord(change: Readonly<Record<string, unknown>>): KubeObject {
  const text = JSON.stringify({ ...RECORD, ...change });
  return { ...secretOf(ENTRY), data: { record: Buffer.from(text).toString("base64") } };
}

it("is a Secret that takes the slot by its name, and shows the instance in its labels", () => {
  const { data, ...rest } = secretOf(ENTRY);
  expect(rest).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    type: "Opaque",
    metadata: {
      name: "inst-carv01-2",
      namespace: "train",
      labels: {
        "groundplan.dev/artifact": "carv01",
        "groundplan.dev/instance": "2-abcde",
        "groundplan.dev/state": "borrowed",
        "groundplan.dev/spec": "0123456789",
        "groundplan.dev/owner-hash": expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
      annotations: { "groundplan.dev/owner": "abc123/shop/dev/pool", "groundplan.dev/instance": "tok" },
    },
  });
  expect(Object.keys(data as object)).toEqual(["record", "result.endpoint", "result.tls.crt"]);
});

it("is read as it was written, with the version that guards the next write", () => {
  const secret = secretOf(ENTRY);
  const stored = { ...secret, metadata: { ...secret.metadata, resourceVersion: "7", uid: "u" } };
  const read = parseSlotSecret(stored);
  expect(read).toEqual({ ...ENTRY, resourceVersion: "7", uid: "u" });
  expect(secretOf({ ...ENTRY, resourceVersion: "7", uid: "u" }).metadata).toMatchObject({
    resourceVersion: "7",
    uid: "u",
  });
});

it("is updated with whatever else is on it", () => {
  const secret = secretOf(ENTRY);
  const metadata = {
    ...secret.metadata,
    labels: { ...secret.metadata.labels, team: "x" },
    finalizers: ["f"],
    resourceVersion: "8",
  };
  const next: LedgerEntry = { record: DIRTY, results: {}, resourceVersion: "7" };
  const updated = updatedSlotSecret({ ...secret, metadata, immutable: false }, next);
  expect(updated.metadata).toMatchObject({
    finalizers: ["f"],
    resourceVersion: "7",
    labels: { team: "x", "groundplan.dev/state": "dirty" },
    annotations: { "groundplan.dev/owner": "abc123/shop/dev/pool" },
  });
  expect(updated["immutable"]).toBe(false);
  expect(parseSlotSecret(updated)).toEqual(next);
});

it("keeps what a later version may have added to a record", () => {
  const added = { ...RECORD, colour: "red" };
  expect(parseSlotSecret(withRecord({ colour: "red" }))).toEqual({ record: added, results: {} });
});

describe("a Secret that is no slot", () => {
  const named = (name: string): KubeObject => ({
    ...secretOf(ENTRY),
    metadata: { ...secretOf(ENTRY).metadata, name },
  });

  it.each([
    ["without a record", { ...secretOf(ENTRY), data: {} }, 'has no key "record"'],
    ["without data", { ...secretOf(ENTRY), data: undefined }, 'has no key "record"'],
    ["with a text", { ...secretOf(ENTRY), data: { record: "eHg=" } }, "its record is no JSON"],
    ["of an unknown state", withRecord({ state: "new" }), "has a fault at state"],
    ["with a list", { ...secretOf(ENTRY), data: { record: "W10=" } }, "its record is no object"],
    ["of a slot without a number", withRecord({ slot: "2" }), "has a fault at slot"],
    ["of a faulty reference", withRecord({ refs: { net: { slot: 1 } } }), "has a fault at refs.net.instance"],
    ["of a faulty failure", withRecord({ failure: { phase: "make" } }), "has a fault at failure.phase"],
    ["of no time", withRecord({ createdAt: "today" }), "has a fault at createdAt"],
    ["of another name", named("inst-carv01-3"), "its record is of slot 2"],
    ["borrowed by nobody", withRecord({ lease: undefined }), "has no holder though it is borrowed"],
    ["held while clean", withRecord({ state: "clean" }), "has a holder though it is clean"],
  ])("%s", (_, object, reason) => {
    const read = parseSlotSecret(object);
    expect(read).toEqual({ problem: expect.stringContaining(reason) as string });
    expect(JSON.stringify(read)).not.toContain('secret"');
  });
});

it("keeps any record and any result", () => {
  const text = fc.string({ unit: "binary" });
  const time = fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
    .map((date) => date.toISOString());
  const record = fc
    .record(
      {
        ...{
          slot: fc.nat(9998),
          instance: fc.string({ minLength: 1 }),
          specHash: fc.stringMatching(/^[0-9a-f]{64}$/),
        },
        ...{ state: fc.constantFrom(...INSTANCE_STATES), attempt: fc.integer({ min: 1, max: 99 }) },
        ...{ createdAt: time, changedAt: time, builtAt: time, run: text, secretsDigest: text },
        accounts: fc.dictionary(
          fc.string().filter((key) => key !== "__proto__"),
          text,
        ),
        refs: fc.dictionary(
          fc.stringMatching(/^[a-z]{1,5}$/),
          fc.record({ slot: fc.nat(99), instance: text }),
        ),
        failure: fc.record(
          {
            ...{ phase: fc.constantFrom("build" as const, "clean" as const), reason: text, message: text },
            ...{
              logTail: fc.array(text),
              at: time,
              retriable: fc.boolean(),
              task: text,
              exitCode: fc.nat(255),
            },
          },
          { requiredKeys: ["phase", "reason", "message", "logTail", "at", "retriable"] },
        ),
      },
      {
        requiredKeys: [
          "slot",
          "instance",
          "specHash",
          "state",
          "attempt",
          "createdAt",
          "changedAt",
          "accounts",
          "refs",
        ],
      },
    )
    .map((one): InstanceRecord => (one.state === "borrowed" ? { ...one, lease: LEASE } : one));
  const results = fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9][-._a-zA-Z0-9]{0,20}$/), text);
  fc.assert(
    fc.property(record, results, (one, found) => {
      expect(parseSlotSecret(secretOf({ record: one, results: found }))).toEqual({
        record: one,
        results: { ...found },
      });
    }),
  );
});
