import { readFileSync, rmSync } from "node:fs";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { groundplan } from "./run.js";
import { Checkout, RESERVATION, seedOf, VOLUME } from "./reservation-sign-support.js";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => {
  checkout.remove();
});

const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe("three signers", () => {
  it("bring a workload to its quorum one after the other, and its deletion too", async () => {
    const asked = await checkout.request(VOLUME);
    expect(asked).toMatchObject({ code: 0, stderr: "" });
    expect(parsed(asked.stdout)).toMatchObject({
      file: checkout.requestFile(),
      signers: ["7", "11", "14"],
      quorumMin: 3,
      epoch: 1582937602,
      expires: 0,
    });

    const content = ["--content", checkout.at("object.json")];
    const short = await checkout.verify();
    expect(short).toMatchObject({ code: 1, stderr: "error: shop: 0 of 3, missing 7, 11, 14 (provision)\n" });
    for (const [tid, summary] of [
      ["7", "1 of 3, missing 11, 14"],
      ["11", "2 of 3, missing 14"],
    ] as const) {
      expect(await checkout.add(tid, ...content)).toMatchObject({ code: 0, stderr: "" });
      const { code, stdout, stderr } = await checkout.verify(...content);
      expect({ code, stderr }).toEqual({ code: 1, stderr: `error: shop: ${summary} (provision)\n` });
      expect(parsed(stdout)).toMatchObject({ summary, reached: false, refused: [] });
    }
    expect(await checkout.add("14", ...content)).toMatchObject({ code: 0 });
    const complete = await checkout.verify(...content);
    expect(complete).toMatchObject({ code: 0, stderr: "" });
    expect(parsed(complete.stdout)).toEqual({
      name: "shop",
      stack: "abc123/groundplan/prod",
      action: "provision",
      reached: true,
      needed: 3,
      signed: ["7", "11", "14"],
      missing: [],
      refused: [],
      expired: false,
      summary: "3 of 3",
    });

    const stored = { ...VOLUME, id: 9, epoch: 1700000000, next_action: 3, version: 2 };
    const deletion = await checkout.request(stored, "--action", "delete");
    expect(parsed(deletion.stdout)).toMatchObject({ epoch: 1700000000, signers: ["7", "11"], quorumMin: 2 });
    expect(await checkout.addTo("delete", "7")).toMatchObject({ code: 0 });
    expect(await checkout.addTo("delete", "14")).toMatchObject({ code: 1 });
    expect(await checkout.verifyOf("delete")).toMatchObject({ code: 1 });
    expect(await checkout.addTo("delete", "11")).toMatchObject({ code: 0 });
    expect(await checkout.verifyOf("delete")).toMatchObject({ code: 0 });
  });

  it("sign a reservation, of which two are enough", async () => {
    const asked = await checkout.request(RESERVATION);
    expect(parsed(asked.stdout)).toMatchObject({ id: "42", epoch: 0, expires: 4000000000 });
    for (const tid of ["14", "7"]) expect(await checkout.add(tid)).toMatchObject({ code: 0 });
    expect(parsed((await checkout.verify()).stdout)).toMatchObject({
      summary: "2 of 2",
      signed: ["7", "14"],
    });
  });

  it("write what upstream and the envelope want, and never a seed", async () => {
    await checkout.request(VOLUME);
    const { stdout, stderr } = await checkout.add("7");
    const file = readFileSync(checkout.signatureFile("7"), "utf8");
    const challenge = await checkout.sign("show", checkout.requestFile());
    const { signers } = JSON.parse(challenge.stdout) as { signers: { tid: string; sha256: string }[] };
    expect(parsed(file)).toMatchObject({
      tid: "7",
      sha256: signers[0]?.sha256,
      signature: expect.stringMatching(/^[0-9a-f]{128}$/) as unknown,
      envelope: expect.stringMatching(/^[0-9a-f]{128}$/) as unknown,
    });
    for (const text of [stdout, stderr, file]) expect(text).not.toContain(hexText(seedOf("7")));
  });

  it("use the folder signatures below the working folder unless told otherwise", async () => {
    const before = process.cwd();
    process.chdir(checkout.folder);
    try {
      const named = ["--action", "provision", "--stack", "a/b/c", "--name", "shop"];
      const asked = await checkout.sign("request", checkout.file("object.json", VOLUME), ...named);
      const file = "signatures/shop/provision/request.json";
      expect(parsed(asked.stdout)).toMatchObject({ file });
      const added = await checkout.sign("add", file, "--tid", "7", "--seed-file", checkout.seedFile("7"));
      expect(parsed(added.stdout)).toMatchObject({ file: "signatures/shop/provision/7.json" });
      const counted = await checkout.sign("verify", file, "--keys", checkout.keyring());
      expect(parsed(counted.stdout)).toMatchObject({ signed: ["7"] });
    } finally {
      process.chdir(before);
    }
  });
});

describe("a request", () => {
  it("has the same bytes for the same input, whatever the server has added", async () => {
    const bytes = async (object: unknown): Promise<string> => {
      await checkout.request(object);
      return readFileSync(checkout.requestFile(), "utf8");
    };
    const first = await bytes(VOLUME);
    expect(await bytes(VOLUME)).toBe(first);
    expect(await bytes({ ...VOLUME, next_action: 1, customer_signature: "ab" })).toBe(first);
    expect(await bytes({ ...VOLUME, size: 11 })).not.toBe(first);
  });

  it("takes the time of a workload from the command line when its file has none", async () => {
    const timeless = { ...VOLUME, epoch: undefined };
    expect(await checkout.request(timeless)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("epoch: is missing, and is signed") as unknown,
    });
    const { stdout } = await checkout.request(timeless, "--epoch", "2020-02-29T00:53:22Z");
    expect(parsed(stdout)).toMatchObject({ epoch: 1582937602 });
    const content = ["--content", checkout.file("timeless.json", timeless)];
    expect(await checkout.add("7", ...content)).toMatchObject({ code: 0, stderr: "" });
    const other = await checkout.request(VOLUME, "--epoch", "5");
    expect(other).toMatchObject({ code: 1, stdout: "" });
    expect(other.stderr).toContain("is 1582937602 in the file and 5 on the command line");
  });

  it.each([
    ["what breaks a rule", { ...VOLUME, size: 0 }, [], "size: must"],
    [
      "a quorum above the signers",
      { ...VOLUME, signing_request_provision: { signers: [7, 7], quorum_min: 2 } },
      [],
      "signing_request_provision.quorum_min: asks for 2 signatures of 1 signers",
    ],
    [
      "a deletion that nobody can sign",
      { ...VOLUME, signing_request_delete: { signers: [7], quorum_min: 0 } },
      ["--action", "delete"],
      "signing_request_delete.quorum_min: is 0, so that no signatures can delete it",
    ],
    [
      "a deletion that asks for more than there are",
      { ...VOLUME, signing_request_delete: { signers: [7], quorum_min: 2 } },
      ["--action", "delete"],
      "signing_request_delete.quorum_min: asks for 2",
    ],
    [
      "a reservation that an explorer has not seen",
      { ...RESERVATION, id: 0 },
      ["--backend", "https://explorer.example"],
      "id: is missing, and is signed",
    ],
    [
      "a text that says something else than the data",
      { ...RESERVATION, json: '{"description":"another"}' },
      [],
      "json: is what is signed, and does not say the same as data_reservation",
    ],
    [
      "a text with something in it that nobody is shown",
      { ...RESERVATION, json: JSON.stringify({ ...RESERVATION.data_reservation, surprise: 1 }) },
      [],
      "json: surprise: is signed, and nobody knows what it means",
    ],
    ["a text that is no JSON", { ...RESERVATION, json: "{" }, [], "json: must be JSON text"],
    ["what is neither", { size: 1 }, [], "is neither a workload (workload_type) nor a whole reservation"],
    ["what is no object", [], [], "must be a JSON object"],
    ["what is no JSON", "{", [], "is no JSON"],
  ])("is refused for %s", async (_what, object, options, message) => {
    const { code, stdout, stderr } = await checkout.request(object, ...options);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("of a deletion does not ask whether the object would be accepted today", async () => {
    expect(await checkout.request({ ...VOLUME, size: 0 }, "--action", "delete")).toMatchObject({ code: 0 });
  });

  it.each([
    [["--epoch", "5", "--action", "delete"], "is not for delete: the stored time is signed"],
    [["--action", "customer"], "Allowed choices are provision, delete"],
    [["--name", "../shop"], "letters, digits, dots"],
    [["--name", ".."], "letters, digits, dots"],
    [["--stack", "prod"], "<installation>/<project>/<stack>"],
    [["--backend", "somewhere"], "must be ledger, or the address of an explorer"],
    [["--expires", "tomorrow"], "must be unix seconds, or a time such as"],
  ])("ends with 2 for %j", async (options, message) => {
    const { code, stdout, stderr } = await checkout.request(VOLUME, ...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("tells of a folder that cannot be written", async () => {
    checkout.file("signatures", "a file");
    expect(await checkout.request(VOLUME)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("cannot be written (") as unknown,
    });
  });
});

describe("showing a request", () => {
  it("tells every value, whether upstream's signature covers it, and each signer's digests", async () => {
    await checkout.request({ ...VOLUME, metadata: "m" });
    const { code, stdout } = await checkout.show();
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as { signers: { tid: string; sha256: string }[] };
    expect(shown).toMatchObject({
      action: "provision",
      quorumMin: 3,
      covered: { size: 10, metadata: "m", node_id: "node1" },
      notCovered: { "signing_request_provision.quorum_min": 3, version: 0 },
    });
    for (const { tid, sha256 } of shown.signers) {
      const signer = ["--action", "provision", "--tid", tid];
      const ran = await groundplan("reservation", "challenge", checkout.at("object.json"), ...signer);
      expect(parsed(ran.stdout)).toMatchObject({ sha256 });
    }
  });

  it("of a reservation counts its id as covered, and not its customer", async () => {
    await checkout.request(RESERVATION);
    expect(parsed((await checkout.show()).stdout)).toMatchObject({
      covered: { id: 42, "data_reservation.volumes[0].size": 10 },
      notCovered: { customer_tid: 7, metadata: "" },
    });
  });

  it("tells what differs from what is deployed", async () => {
    await checkout.request({ ...VOLUME, size: 20, signing_request_delete: { signers: [7], quorum_min: 1 } });
    const { code, stdout } = await checkout.show("--deployed", checkout.file("deployed.json", VOLUME));
    expect(code).toBe(0);
    expect(parsed(stdout).changes).toEqual([
      "signing_request_delete.quorum_min: 1 (deployed: 2) [not covered by signature]",
      "size: 20 (deployed: 10)",
      "signing_request_delete.signers[1]: not declared (deployed: 11) [not covered by signature]",
    ]);
  });

  it("of a deletion refuses what is not stored any more", async () => {
    await checkout.request(VOLUME, "--action", "delete");
    const request = checkout.requestFile("delete");
    const same = await checkout.sign("show", request, "--deployed", checkout.file("stored.json", VOLUME));
    expect(same).toMatchObject({ code: 0, stderr: "" });
    const newer = checkout.file("stored.json", { ...VOLUME, epoch: 1600000000 });
    const { code, stderr } = await checkout.sign("show", request, "--deployed", newer);
    expect(code).toBe(1);
    expect(stderr).toContain("epoch: is not what is stored; what is deleted is signed as it is stored");
  });
});

it("needs no clean folder: a request that is asked for again keeps the signatures beside it", async () => {
  await checkout.request(VOLUME);
  await checkout.add("7");
  await checkout.request(VOLUME);
  expect(parsed((await checkout.verify()).stdout)).toMatchObject({ signed: ["7"] });
  rmSync(checkout.signatureFile("7"));
  expect(await checkout.add("7")).toMatchObject({ code: 0 });
});
