import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seedFileOfWords } from "../../../model/reservation/crypto/seed-file.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { requestFileText } from "../../../model/reservation/sign/request-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { volumeSchema } from "../../../model/reservation/types/index.js";
import { publicKeyOfSigner } from "../../../model/reservation/sign/signature-file.js";
import { Checkout, RESERVATION, seedOf, VOLUME } from "./reservation-sign-support.js";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.remove();
});

/** Changes a JSON file of the checkout in place. */
function edit(file: string, change: (content: Record<string, unknown>) => object): void {
  writeFileSync(
    file,
    JSON.stringify(change(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)),
  );
}

async function refused(...options: string[]): Promise<readonly string[]> {
  const { stdout } = await checkout.verify(...options);
  const report = JSON.parse(stdout) as { refused: { tid: string; reason: string }[] };
  return report.refused.map(({ tid, reason }) => `${tid} ${reason}`);
}

describe("signing is refused", () => {
  async function add(tid: string, ...options: string[]): Promise<string> {
    const { code, stdout, stderr } = await checkout.add(tid, ...options);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    return stderr;
  }

  it("to somebody who is not asked", async () => {
    await checkout.request(VOLUME);
    expect(await add("99")).toContain("signer 99 is not among those asked (7, 11, 14)");
    expect(existsSync(checkout.signatureFile("99"))).toBe(false);
  });

  it("after the request has ended", async () => {
    await checkout.request(VOLUME, "--expires", "2020-01-01T00:00:00Z");
    expect(await add("7")).toContain("the request ended at 1577836800. Make a new one with");
  });

  it("for a reservation that has ended", async () => {
    const ended = { expiration_provisioning: 4, expiration_reservation: 5 };
    const data_reservation = { ...RESERVATION.data_reservation, ...ended };
    expect(await checkout.request({ ...RESERVATION, data_reservation })).toMatchObject({ code: 0 });
    expect(await add("7")).toContain("data_reservation.expiration_reservation: must be in the future");
  });

  it("a second time, and what was signed stays", async () => {
    await checkout.request(VOLUME);
    await checkout.add("7");
    const before = readFileSync(checkout.signatureFile("7"), "utf8");
    expect(await add("7")).toContain("signer 7 has signed already");
    expect(readFileSync(checkout.signatureFile("7"), "utf8")).toBe(before);
  });

  it("with somebody else's seed file", async () => {
    await checkout.request(VOLUME);
    const words = checkout.at("words");
    writeFileSync(words, seedFileOfWords(seedOf("11"), "11"));
    expect(await add("7", "--seed-file", words)).toContain("is the seed of 11 and not of 7");
  });

  it("with a seed that is none, which is not repeated", async () => {
    await checkout.request(VOLUME);
    const half = hexText(seedOf("7")).slice(0, 32);
    const stderr = await add("7", "--seed-file", checkout.file("half", half));
    expect(stderr).toContain("must be 64 hexadecimal digits");
    expect(stderr).not.toContain(half);
  });

  it.each([
    ["the digest", { sha256: "00" }, "sha256"],
    ["the digest of the content", { contentSha256: "00" }, "contentSha256"],
    ["the challenge", { challenge: "1node2" }, "challenge"],
    ["who may sign", { request: { signers: ["99"], quorumMin: 1 } }, "request"],
    ["the customer", { customer: "99" }, "customer"],
    ["the time", { epoch: 5 }, "epoch"],
  ])("when %s was changed in the request by hand", async (_what, change, member) => {
    await checkout.request(VOLUME);
    edit(checkout.requestFile(), (request) => ({ ...request, ...change }));
    expect(await add("7")).toContain(`${member}: is not what the request's own content gives`);
    expect(await checkout.show()).toMatchObject({ code: 1, stdout: "" });
    expect(await checkout.verify()).toMatchObject({ code: 1, stdout: "" });
  });

  it("when the content was changed in the request by hand", async () => {
    await checkout.request(VOLUME);
    edit(checkout.requestFile(), (request) => ({ ...request, content: { ...VOLUME, size: 99 } }));
    expect(await add("7")).toContain("contentSha256: is not what the request's own content gives");
  });

  it("when the request's content cannot be read", async () => {
    await checkout.request(VOLUME);
    edit(checkout.requestFile(), (request) => ({ ...request, content: { ...VOLUME, size: "big" } }));
    expect(await add("7")).toContain("content: size: must be a number");
  });

  it("when the checkout has another object than the request", async () => {
    await checkout.request(VOLUME);
    const file = checkout.file("changed.json", { ...VOLUME, size: 20, epoch: 1582937602 });
    expect(await add("7", "--content", file)).toContain(`size: is 10 in the request and 20 in ${file}`);
    expect(await checkout.verify("--content", file)).toMatchObject({ code: 1, stdout: "" });
    const broken = checkout.file("broken.json", { ...VOLUME, size: "x" });
    expect(await add("7", "--content", broken)).toContain("size: must be a number");
  });

  it("when the checkout has another text of the same reservation", async () => {
    await checkout.request(RESERVATION);
    const json = JSON.stringify(RESERVATION.data_reservation);
    const file = checkout.file("other.json", { ...RESERVATION, json });
    expect(await add("7", "--content", file)).toContain(`json: is another text than in ${file}`);
  });

  it("for a file that leads out of the folder, or is no request", async () => {
    await checkout.request(VOLUME);
    edit(checkout.requestFile(), (request) => ({ ...request, name: "../../elsewhere" }));
    expect(await add("7")).toContain("name: must be 1 to 128 letters, digits, dots, dashes and underscores");
    edit(checkout.requestFile(), () => ({}));
    expect(await add("7")).toContain("the file is no request for signatures");
  });

  it("for a request written by hand whose quorum can never be met", async () => {
    const workload = volumeSchema.parse({
      ...{ workloadId: "1", nodeId: "node1", customerTid: "7", epoch: 5, size: 10 },
      signingRequestProvision: { signers: ["7"], quorumMin: 2 },
      signingRequestDelete: { signers: ["7"], quorumMin: 1 },
    });
    const subject: SigningSubject = {
      ...{ name: "shop", stack: "a/b/c", backend: "ledger", action: "provision", expires: 0 },
      object: { kind: "workload", workload },
    };
    checkout.file("signatures/shop/provision/request.json", requestFileText(subject));
    expect(await add("7")).toContain(
      "signing_request_provision.quorum_min: asks for 2 signatures of 1 signers",
    );
  });

  it("without a signer or a seed on the command line", async () => {
    await checkout.request(VOLUME);
    expect(await checkout.sign("add", checkout.requestFile(), "--tid", "7")).toMatchObject({ code: 2 });
    expect(await checkout.sign("add", checkout.requestFile(), "--seed-file", "f")).toMatchObject({ code: 2 });
    expect(await checkout.sign("verify", checkout.requestFile())).toMatchObject({ code: 2 });
  });
});

describe("a signature does not count", () => {
  beforeEach(async () => {
    await checkout.request(VOLUME);
    for (const tid of ["7", "11", "14"]) await checkout.add(tid);
  });

  it("after the content has changed", async () => {
    await checkout.request({ ...VOLUME, size: 20 });
    expect(await refused()).toEqual(["11 stale", "14 stale", "7 stale"]);
    const { code, stderr } = await checkout.verify();
    expect(code).toBe(1);
    expect(stderr).toContain("warning: signer 7 signed other content; it must be looked at and signed again");
    expect(stderr).toContain("error: shop: 0 of 3, missing 7, 11, 14 (provision)");
  });

  it("after the quorum was lowered, which upstream's signature would not notice", async () => {
    await checkout.request({ ...VOLUME, signing_request_provision: { signers: [7], quorum_min: 1 } });
    expect(await refused()).toEqual(["11 unlisted", "14 unlisted", "7 stale"]);
  });

  it("in another stack", async () => {
    await checkout.request(VOLUME, "--stack", "abc123/groundplan/dev");
    expect(await refused()).toEqual(["11 stale", "14 stale", "7 stale"]);
  });

  it("twice", async () => {
    copyFileSync(checkout.signatureFile("7"), checkout.signatureFile("7-again"));
    rmSync(checkout.signatureFile("14"));
    const { code, stdout } = await checkout.verify();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: "2 of 3, missing 14",
      refused: [{ tid: "7", reason: "duplicate" }],
    });
  });

  it("of somebody who was not asked", async () => {
    edit(checkout.signatureFile("14"), (file) => ({ ...file, tid: "99" }));
    expect(await refused()).toEqual(["99 unlisted"]);
  });

  it("without a key in the keyring", async () => {
    const keys = checkout.file("few.yaml", `7: ${publicKeyOfSigner(seedOf("7"))}\n`);
    expect(await refused("--keys", keys)).toEqual(["11 no-key", "14 no-key"]);
  });

  it("by a key that has been changed since, until it is given again", async () => {
    const key = publicKeyOfSigner(seedOf("new key of 7"));
    const rotated = ["--keys", checkout.keyring({ "7": key })];
    expect(await refused(...rotated)).toEqual(["7 bad-signature"]);
    expect((await checkout.verify(...rotated)).stderr).toContain(
      "after a change of keys it must be given again",
    );
    rmSync(checkout.signatureFile("7"));
    const again = await checkout.add("7", "--seed-file", checkout.seedFile("new key of 7"));
    expect(JSON.parse(again.stdout)).toMatchObject({ publicKey: key });
    expect(await checkout.verify(...rotated)).toMatchObject({ code: 0 });
  });

  it("that was tampered with", async () => {
    for (const member of ["signature", "envelope"] as const) {
      const other = JSON.parse(readFileSync(checkout.signatureFile("11"), "utf8")) as Record<string, string>;
      const own = readFileSync(checkout.signatureFile("7"), "utf8");
      edit(checkout.signatureFile("7"), (file) => ({ ...file, [member]: other[member] }));
      expect(await refused()).toEqual(["7 bad-signature"]);
      writeFileSync(checkout.signatureFile("7"), own);
    }
  });

  it("that is no signature at all", async () => {
    writeFileSync(checkout.signatureFile("7"), "{");
    edit(checkout.signatureFile("11"), (file) => ({ ...file, signature: "AB" }));
    const { code, stdout, stderr } = await checkout.verify();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ signed: ["14"], missing: ["7", "11"] });
    expect(stderr).toContain("7.json: is no signature and does not count");
    expect(stderr).toContain("signature must be 128 lower-case hexadecimal digits");
  });

  it("after the request has ended", async () => {
    const end = ["--expires", "4000000000"];
    await checkout.request(VOLUME, ...end);
    for (const tid of ["7", "11", "14"]) {
      rmSync(checkout.signatureFile(tid));
      await checkout.add(tid);
    }
    expect(await checkout.verify("--at", "3999999999")).toMatchObject({ code: 0 });
    expect(await refused("--at", "4000000000")).toEqual(["11 expired", "14 expired", "7 expired"]);
    expect(await checkout.verify("--at", "2096-10-02T07:06:40Z")).toMatchObject({ code: 1 });
  });

  it("nor does a quorum of nobody when the request has ended", async () => {
    const nobody = { ...VOLUME, signing_request_provision: { signers: [], quorum_min: 0 } };
    await checkout.request(nobody, "--expires", "5");
    expect(await checkout.verify("--at", "4")).toMatchObject({ code: 0 });
    const { code, stdout } = await checkout.verify("--at", "5");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ reached: false, expired: true });
  });
});

it("a reservation's provision does not count for its deletion, though upstream's bytes are the same", async () => {
  await checkout.request(RESERVATION);
  await checkout.add("7");
  const end = ["--expires", "4000000000"];
  await checkout.request(RESERVATION, "--action", "delete", ...end);
  mkdirSync(path.dirname(checkout.signatureFile("7", "delete")), { recursive: true });
  copyFileSync(checkout.signatureFile("7"), checkout.signatureFile("7", "delete"));
  const { code, stdout, stderr } = await checkout.verifyOf("delete");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ signed: [], refused: [{ tid: "7", reason: "stale" }] });
  expect(stderr).toContain("signer 7 signed for provision and not for delete; it must be looked at");
});

describe("a keyring", () => {
  const key = publicKeyOfSigner(seedOf("7"));

  it("may be YAML, with ids of 64 bits and keys of decimal digits", async () => {
    await checkout.request(VOLUME);
    await checkout.add("7");
    const lines = [
      `7: ${key}`,
      `9223372036854775807: ${"1".repeat(64)}`,
      `9223372036854775806: ${"2".repeat(64)}`,
    ];
    const keys = checkout.file("keys.yaml", lines.join("\n"));
    expect(JSON.parse((await checkout.verify("--keys", keys)).stdout)).toMatchObject({ signed: ["7"] });
  });

  it.each([
    ["no mapping", `- ${key}`, "is no keyring"],
    ["no YAML", "{", "is no keyring: "],
    ["the same id twice", `{"7": "${key}", "7": "${key}"}`, "Map keys must be unique"],
    ["what is no id", `alice: ${key}`, "keyring: alice: is no user's id"],
    ["what is no key", "7: abcd", "keyring: 7: must be 32 bytes of hexadecimal digits"],
    ["a list of keys", `7: [${key}]`, "keyring: 7: must be text"],
    ["one key for two", `7: ${key}\n11: ${key.toUpperCase()}`, "keyring: 11: is the key of 7, too"],
  ])("is refused with %s", async (_what, text, message) => {
    await checkout.request(VOLUME);
    const { code, stdout, stderr } = await checkout.verify("--keys", checkout.file("keys.yaml", text));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });
});
