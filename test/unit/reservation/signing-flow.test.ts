import { createHash } from "node:crypto";
import fc from "fast-check";
import { ENVELOPE_DOMAIN, envelopeDigest, envelopeText } from "../../../model/reservation/sign/envelope.js";
import {
  contentDiff,
  contentLines,
  formatContentLine,
  signRefusals,
} from "../../../model/reservation/sign/content-diff.js";
import { quorumReport, type Keyring } from "../../../model/reservation/sign/quorum-report.js";
import {
  requestFileOf,
  requestFileSchema,
  requestFileText,
  requestPath,
  staleMembers,
} from "../../../model/reservation/sign/request-file.js";
import {
  publicKeyOfSigner,
  signatureFileSchema,
  signatureFileText,
  signaturePath,
  signingSignature,
  signSubject,
  type SignatureFile,
} from "../../../model/reservation/sign/signature-file.js";
import { contentDigest, type SigningSubject } from "../../../model/reservation/sign/subject.js";
import {
  containerSchema,
  reservationSchema,
  type Container,
} from "../../../model/reservation/types/index.js";
import { documentJson } from "../../../model/reservation/wire/document.js";

const NOW = 1700000000;
const SEED_OF = (tid: string): Uint8Array =>
  new Uint8Array(createHash("sha256").update(`seed of ${tid}`).digest());
const SIGNERS = ["7", "11", "14"];
const KEYRING: Keyring = Object.fromEntries(
  ["7", "11", "14", "99"].map((tid) => [tid, publicKeyOfSigner(SEED_OF(tid))]),
);

const CONTAINER: Container = containerSchema.parse({
  workloadId: "1",
  nodeId: "node1",
  poolId: "5",
  customerTid: "7",
  epoch: 1582937602,
  flist: "https://hub.example/app.flist",
  signingRequestProvision: { signers: SIGNERS, quorumMin: 3 },
  signingRequestDelete: { signers: SIGNERS, quorumMin: 2 },
  capacity: { cpu: 1, memory: 512 },
});
const DATA = reservationSchema.parse({
  dataReservation: {
    signingRequestProvision: { signers: SIGNERS, quorumMin: 2 },
    signingRequestDelete: { signers: SIGNERS, quorumMin: 0 },
    expirationProvisioning: NOW + 100,
    expirationReservation: NOW + 200,
  },
}).dataReservation;
const RESERVATION = reservationSchema.parse({
  id: "42",
  customerTid: "7",
  dataReservation: DATA,
  json: documentJson(DATA),
});

const SUBJECT: SigningSubject = {
  name: "shop",
  stack: "abc/groundplan/prod",
  backend: "ledger",
  action: "provision",
  object: { kind: "workload", workload: CONTAINER },
  expires: NOW + 1000,
};
const withContainer = (change: Partial<Container>): SigningSubject => ({
  ...SUBJECT,
  object: { kind: "workload", workload: { ...CONTAINER, ...change } },
});
const signed = (tid: string, subject: SigningSubject = SUBJECT, seed = SEED_OF(tid)): SignatureFile =>
  signSubject(subject, { tid, seed }, NOW);
const report = (
  files: readonly SignatureFile[],
  subject: SigningSubject = SUBJECT,
  keyring = KEYRING,
  now = NOW,
) => quorumReport(subject, files, keyring, now);
const reasons = (...given: Parameters<typeof report>) =>
  report(...given).refused.map(({ tid, reason }) => [tid, reason]);

describe("a quorum", () => {
  it("counts good signatures and names who is missing", () => {
    expect(report([]).summary).toBe("0 of 3, missing 7, 11, 14");
    expect(report([signed("7")]).summary).toBe("1 of 3, missing 11, 14");
    expect(report([signed("7"), signed("14")])).toMatchObject({
      summary: "2 of 3, missing 11",
      signed: ["7", "14"],
      missing: ["11"],
      reached: false,
      refused: [],
    });
    expect(report(SIGNERS.map((tid) => signed(tid)))).toMatchObject({
      summary: "3 of 3",
      missing: [],
      reached: true,
      needed: 3,
    });
  });

  it("does not name who is missing once it is reached", () => {
    const twoOfThree = { ...CONTAINER.signingRequestProvision, quorumMin: 2 };
    const subject = withContainer({ signingRequestProvision: twoOfThree });
    expect(report([signed("7", subject), signed("11", subject)], subject).summary).toBe("2 of 2");
  });

  it("of 0 is reached by nobody for provision, and never for delete", () => {
    const none = { signers: SIGNERS, quorumMin: 0 };
    const subject = withContainer({ signingRequestProvision: none, signingRequestDelete: none });
    expect(report([], subject)).toMatchObject({ reached: true, summary: "0 of 0" });
    const deletion: SigningSubject = { ...subject, action: "delete" };
    const all = SIGNERS.map((tid) => signed(tid, deletion));
    expect(report(all, deletion)).toMatchObject({
      reached: false,
      summary: "3 of 0, and a delete quorum of 0 is never reached",
    });
  });

  it("larger than the signers is never reached", () => {
    const subject = withContainer({ signingRequestProvision: { signers: ["7", "7"], quorumMin: 2 } });
    expect(report([signed("7", subject)], subject)).toMatchObject({ reached: false, summary: "1 of 2" });
  });

  it("of an order is the customer alone", () => {
    const subject: SigningSubject = { ...SUBJECT, action: "customer" };
    expect(report([signed("7", subject)], subject)).toMatchObject({ reached: true, summary: "1 of 1" });
    expect(reasons([signed("11", subject)], subject)).toEqual([["11", "unlisted"]]);
  });

  it("works for whole reservations, and with ids of 64 bits", () => {
    const tid = "9223372036854775807";
    const data = { ...DATA, signingRequestProvision: { signers: ["9223372036854775806"], quorumMin: 1 } };
    expect(() => documentJson(data)).toThrow("cannot be written as JSON without losing digits");
    const subject: SigningSubject = {
      ...SUBJECT,
      object: { kind: "reservation", reservation: RESERVATION },
    };
    expect(report([signed("7", subject), signed("11", subject)], subject)).toMatchObject({ reached: true });
    expect(reasons([signed(tid, subject)], subject)).toEqual([[tid, "unlisted"]]);
  });
});

describe("a signature does not count", () => {
  it("of somebody who was not asked", () => {
    expect(report([signed("99")]).refused).toEqual([
      { tid: "99", reason: "unlisted", text: "signer 99 is not among those asked (7, 11, 14)" },
    ]);
  });

  it("a second time", () => {
    const given = report([signed("7"), signed("7")]);
    expect(given.refused.map(({ reason }) => reason)).toEqual(["duplicate"]);
    expect(given.signed).toEqual(["7"]);
  });

  it("but a good one counts after a bad one of the same signer", () => {
    const bad = signed("7", SUBJECT, SEED_OF("somebody else"));
    expect(report([bad, signed("7")])).toMatchObject({
      signed: ["7"],
      refused: [{ reason: "bad-signature" }],
    });
  });

  it("of somebody whose key is not known, or is no key", () => {
    const others = Object.fromEntries(Object.entries(KEYRING).filter(([tid]) => tid !== "7"));
    expect(reasons([signed("7")], SUBJECT, others)).toEqual([["7", "no-key"]]);
    expect(reasons([signed("7")], SUBJECT, { ...KEYRING, 7: "abcd" })).toEqual([["7", "no-key"]]);
  });

  it("by another key than the signer's own, as after the key was changed", () => {
    const rotated = { ...KEYRING, 7: publicKeyOfSigner(SEED_OF("7, new")) };
    expect(reasons([signed("7")], SUBJECT, rotated)).toEqual([["7", "bad-signature"]]);
    expect(report([signed("7", SUBJECT, SEED_OF("7, new"))], SUBJECT, rotated).signed).toEqual(["7"]);
  });

  it("under another signer's name", () => {
    expect(reasons([{ ...signed("11"), tid: "7" }])).toEqual([["7", "stale"]]);
  });

  it("after the request has ended", () => {
    expect(reasons([signed("7")], SUBJECT, KEYRING, NOW + 1000)).toEqual([["7", "expired"]]);
    expect(report([signed("7")], SUBJECT, KEYRING, NOW + 1000)).toMatchObject({
      expired: true,
      summary: "0 of 3, missing 7, 11, 14; the request has expired, make a new one",
    });
    expect(report([signed("7")], SUBJECT, KEYRING, NOW + 999).signed).toEqual(["7"]);
    const endless = { ...SUBJECT, expires: 0 };
    expect(report([signed("7", endless)], endless, KEYRING, NOW * 2).signed).toEqual(["7"]);
  });

  it.each([
    ["action", { ...SUBJECT, action: "delete" }],
    ["stack", { ...SUBJECT, stack: "abc/groundplan/dev" }],
    ["back end", { ...SUBJECT, backend: "https://explorer.example" }],
    ["name", { ...SUBJECT, name: "shop2" }],
    ["end of the request", { ...SUBJECT, expires: 0 }],
    ["signed field", withContainer({ flist: "https://hub.example/evil.flist" })],
    ["id", withContainer({ id: "9" })],
    ["time", withContainer({ epoch: 1582937603 })],
    ["customer", withContainer({ customerTid: "11" })],
    ["quorum", withContainer({ signingRequestProvision: { signers: SIGNERS, quorumMin: 1 } })],
    ["signers", withContainer({ signingRequestProvision: { signers: [...SIGNERS, "15"], quorumMin: 3 } })],
    ["quorum of deletion", withContainer({ signingRequestDelete: { signers: SIGNERS, quorumMin: 1 } })],
    [
      "field that upstream does not sign",
      withContainer({
        logs: [
          { type: "redis", data: { stdout: "redis://h/c", stderr: "", secretStdout: "", secretStderr: "" } },
        ],
      }),
    ],
    ["version", withContainer({ version: 1 })],
  ] as const)("for another %s", (_what, subject) => {
    expect(reasons([signed("7", subject)])).toEqual([["7", "stale"]]);
    expect(reasons([signed("7")], subject)).toEqual([["7", "stale"]]);
  });

  it("when its digests are put right but the signature is of other content", () => {
    const other = signed("7", withContainer({ flist: "other" }));
    const { sha256, envelopeSha256, envelope } = signed("7");
    expect(reasons([{ ...other, sha256, envelopeSha256 }])).toEqual([["7", "bad-signature"]]);
    expect(reasons([{ ...other, sha256, envelopeSha256, envelope }])).toEqual([["7", "bad-signature"]]);
    const quorum = signed(
      "7",
      withContainer({ signingRequestProvision: { signers: SIGNERS, quorumMin: 1 } }),
    );
    expect(reasons([{ ...quorum, sha256, envelopeSha256 }])).toEqual([["7", "bad-signature"]]);
  });

  it("for a reservation's deletion when it was given for provision, though upstream's bytes are the same", () => {
    const data = { ...DATA, signingRequestDelete: { signers: SIGNERS, quorumMin: 1 } };
    const reservation = { ...RESERVATION, dataReservation: data, json: documentJson(data) };
    const subject = (action: "provision" | "delete"): SigningSubject => ({
      ...SUBJECT,
      action,
      object: { kind: "reservation", reservation },
    });
    const provision = signed("7", subject("provision"));
    expect(provision.signature).toBe(signed("7", subject("delete")).signature);
    expect(report([provision], subject("delete")).refused[0]?.text).toBe(
      "signer 7 signed for provision and not for delete; it must be looked at and signed again",
    );
    expect(report([provision], subject("provision")).signed).toEqual(["7"]);
    expect(reasons([provision], subject("delete"))).toEqual([["7", "stale"]]);
  });

  it("but state and signatures that servers add change nothing", () => {
    const stored = withContainer({
      nextAction: 3,
      customerSignature: "ab",
      signaturesProvision: [signingSignature(signed("7"))],
    });
    expect(report([signed("7")], stored).signed).toEqual(["7"]);
  });
});

describe("the envelope", () => {
  it("has exactly these bytes", () => {
    const empty: SigningSubject = {
      name: "n",
      stack: "i/p/s",
      backend: "ledger",
      action: "delete",
      object: { kind: "reservation", reservation: RESERVATION },
      expires: 9,
    };
    const [domain, members] = envelopeText(empty, "11").split("\n");
    const upstream = createHash("sha256").update(`42${RESERVATION.json}`).digest("hex");
    expect(domain).toBe("groundplan reservation envelope v1");
    expect(members).toBe(
      `{"action":"delete","backend":"ledger","challengeSha256":"${upstream}",` +
        `"contentSha256":"${contentDigest(empty.object)}","customer":"7","epoch":0,` +
        `"expirationProvisioning":${NOW + 100},"expirationReservation":${NOW + 200},"expires":9,"id":"42",` +
        '"kind":"reservation","name":"n","signer":"11",' +
        '"signingRequestDelete":{"quorumMin":0,"signers":["7","11","14"]},' +
        '"signingRequestProvision":{"quorumMin":2,"signers":["7","11","14"]},"stack":"i/p/s"}',
    );
    expect(envelopeDigest(empty, "11")).toBe(
      createHash("sha256").update(envelopeText(empty, "11")).digest("hex"),
    );
  });

  it("never is what upstream signs", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (name, workloadId) => {
        const subject = { ...withContainer({ workloadId: String(workloadId) }), name };
        expect(envelopeText(subject, "7").startsWith(`${ENVELOPE_DOMAIN}\n{`)).toBe(true);
      }),
    );
  });

  it("tells apart two ways of splitting the same challenge", () => {
    const [one, other] = [
      withContainer({ workloadId: "1", nodeId: "2x" }),
      withContainer({ workloadId: "12", nodeId: "x" }),
    ];
    expect(signed("7", one).signature).toBe(signed("7", other).signature);
    expect(reasons([signed("7", one)], other)).toEqual([["7", "stale"]]);
  });
});

describe("files", () => {
  it("have their places", () => {
    expect(signaturePath("shop", "provision", "7")).toBe("signatures/shop/provision/7.json");
    expect(requestPath("shop", "delete")).toBe("signatures/shop/delete/request.json");
    expect(signaturePath("shop", "provision", "7", "signed")).toBe("signed/shop/provision/7.json");
    expect(requestPath("shop", "delete", "signed")).toBe("signed/shop/delete/request.json");
  });

  it.each(["", "..", "../shop", "a/b", ".git", "a\\b", "a b"])(
    "of requests are refused for an object %j",
    (name) => {
      expect(requestFileSchema.safeParse(requestFileOf({ ...SUBJECT, name })).success).toBe(false);
      expect(requestFileSchema.safeParse(requestFileOf({ ...SUBJECT, name: "a.b-c_1" })).success).toBe(true);
    },
  );

  it("of signatures come back as they were", () => {
    const file = signed("7");
    expect(signatureFileSchema.parse(JSON.parse(signatureFileText(file)))).toEqual(file);
    expect(signingSignature(file)).toEqual({ tid: "7", signature: file.signature, epoch: NOW });
  });

  it.each([{ signature: "AB" }, { envelope: undefined }, { tid: "seven" }, { sha256: "" }, { comment: "x" }])(
    "of signatures are refused with %j",
    (change) => {
      expect(signatureFileSchema.safeParse({ ...signed("7"), ...change }).success).toBe(false);
    },
  );

  it("of requests are always the same bytes, and say what is asked", () => {
    const text = requestFileText(SUBJECT);
    expect(requestFileText(structuredClone(SUBJECT))).toBe(text);
    const request = requestFileSchema.parse(JSON.parse(text));
    expect(request).toMatchObject({
      version: 1,
      kind: "workload",
      name: "shop",
      stack: "abc/groundplan/prod",
      action: "provision",
      id: "0",
      customer: "7",
      request: { signers: SIGNERS, quorumMin: 3 },
      epoch: 1582937602,
      expires: NOW + 1000,
    });
    expect(request.challenge).toContain("CONTAINER1582937602https://hub.example/app.flist");
    expect(createHash("sha256").update(request.challenge).digest("hex")).toBe(request.sha256);
    expect(request.content).toMatchObject({ capacity: { memory: 512 }, logs: [] });
    expect(Object.keys(request.content)).not.toContain("signatures_provision");
  });

  it("of requests tell what has changed since", () => {
    const request = requestFileSchema.parse(JSON.parse(requestFileText(SUBJECT)));
    expect(staleMembers(request, SUBJECT)).toEqual([]);
    expect(staleMembers(request, withContainer({ version: 2 }))).toEqual(["contentSha256", "content"]);
    expect(staleMembers(request, { ...SUBJECT, action: "delete" })).toEqual(["action", "request"]);
  });

  it("of requests show a reservation's text", () => {
    const object = { kind: "reservation", reservation: RESERVATION } as const;
    expect(requestFileOf({ ...SUBJECT, object, action: "delete" })).toMatchObject({
      challenge: `42${RESERVATION.json}`,
      epoch: 0,
    });
  });
});

describe("what a signer sees", () => {
  const object = { kind: "workload", workload: CONTAINER } as const;

  it("is every value, with a mark where upstream's signature does not reach", () => {
    const lines = contentLines({
      kind: "workload",
      workload: containerSchema.parse({
        ...CONTAINER,
        stats: [{ type: "redis" }],
        networkConnection: [{ networkId: "n" }],
      }),
    }).map(formatContentLine);
    expect(lines).toEqual(
      expect.arrayContaining([
        "capacity.memory: 512",
        'stats[0].type: "redis" [not covered by signature]',
        "signing_request_provision.quorum_min: 3 [not covered by signature]",
        'network_connection[0].network_id: "n"',
        "network_connection[0].yggdrasil_ip: false [not covered by signature]",
      ]),
    );
  });

  it("is where declared and deployed differ", () => {
    const deployed = {
      kind: "workload",
      workload: { ...CONTAINER, capacity: { ...CONTAINER.capacity, memory: 1024 } },
    } as const;
    expect(contentDiff(object, deployed).map(formatContentLine)).toEqual([
      "capacity.memory: 512 (deployed: 1024)",
    ]);
    expect(contentDiff(object, object)).toEqual([]);
  });

  it("of a reservation is its data", () => {
    const lines = contentLines({ kind: "reservation", reservation: RESERVATION }).map(formatContentLine);
    expect(lines).toContain("data_reservation.signing_request_provision.quorum_min: 2");
    expect(lines.some((line) => line.startsWith("json:"))).toBe(false);
  });

  it.each([
    [{ flist: "evil" }, ["flist"]],
    [
      { signingRequestDelete: { signers: ["1"], quorumMin: 2 } },
      [
        "signing_request_delete.signers[0]",
        "signing_request_delete.signers[1]",
        "signing_request_delete.signers[2]",
      ],
    ],
    [{ id: "5", epoch: 9, version: 2, nextAction: 3 }, []],
    [{ logs: [{ type: "x", data: { stdout: "", stderr: "", secretStdout: "", secretStderr: "" } }] }, []],
  ])("of a fetched object with %j is a reason not to sign: %j", (change, paths) => {
    expect(signRefusals(object, { kind: "workload", workload: { ...CONTAINER, ...change } })).toEqual(paths);
  });
});
