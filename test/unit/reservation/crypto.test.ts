import fc from "fast-check";
import { base58Bytes, base58Text } from "../../../model/reservation/crypto/base58.js";
import { publicKeyOf, sign, verify } from "../../../model/reservation/crypto/ed25519.js";
import { keyedDigest } from "../../../model/reservation/crypto/keyed-digest.js";
import { seedWords, wordsSeed } from "../../../model/reservation/crypto/mnemonic.js";
import { openSealedBox, sealBox } from "../../../model/reservation/crypto/sealed-box.js";
import {
  readSeedFile,
  seedFileOfBytes,
  seedFileOfWords,
} from "../../../model/reservation/crypto/seed-file.js";
import { closeSharedBox, openSharedBox, sharedBoxKey } from "../../../model/reservation/crypto/shared-box.js";
import { decryptSecret, encryptSecret } from "../../../model/reservation/crypto/workload-secret.js";
import { x25519PrivateOf, x25519PublicOf, x25519Shared } from "../../../model/reservation/crypto/x25519.js";
import { hexBytes, hexText } from "../../../model/reservation/scalars/hex.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { keyOfNodeId, nodeIdOf } from "../../../model/reservation/sign/public-key.js";
import { PUBLIC_KEYS, SEEDS } from "./vectors/keys.js";

const K7 = SEEDS["7"];
const WORDS =
  "couple muscle snack heavy gloom orchard tooth alert cram often ask hockey inform broken school chaos creek payment eternal hover logic object shadow found";
const bytes = (hex: string): Uint8Array => hexBytes(hex)!;
const text = (opened: Uint8Array | undefined): string | undefined =>
  opened === undefined ? undefined : Buffer.from(opened).toString("utf8");
const random = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("keys", () => {
  it.each(["7", "8", "9"] as const)("public key of user %s", (tid) => {
    expect(hexText(publicKeyOf(SEEDS[tid]))).toBe(PUBLIC_KEYS[tid]);
  });

  it("base58 of a key is a node's id, and back", () => {
    const id = "4CcKDtU1JNGi8U4D8Rv9CHzfmF7xzaxEAPFA54eQjRHF";
    expect(nodeIdOf(publicKeyOf(K7))).toBe(id);
    expect(keyOfNodeId(id)).toBe(PUBLIC_KEYS["7"]);
    expect([keyOfNodeId(id.slice(4)), keyOfNodeId("0OIl"), keyOfNodeId("")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("base58 comes back", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (given) => {
        expect(base58Bytes(base58Text(given))).toEqual(given);
      }),
    );
  });

  it("24 words are the seed itself, both ways", () => {
    expect(seedWords(K7)).toBe(WORDS);
    expect(wordsSeed(WORDS)).toEqual(K7);
    expect(wordsSeed(` ${WORDS.toUpperCase().replaceAll(" ", "\n ")}\n`)).toEqual(K7);
  });

  it.each([
    ["a wrong word", WORDS.replace("couple", "coupel")],
    ["two words changed about", WORDS.replace("couple muscle", "muscle couple")],
    ["a word too few", WORDS.replace("couple ", "")],
    ["twelve words", "legal winner thank year wave sausage worth useful legal winner thank yellow"],
    ["nothing", ""],
  ])("refuses %s", (_what, words) => {
    expect(wordsSeed(words)).toBeUndefined();
  });

  it("turns into X25519", () => {
    expect(hexText(x25519PrivateOf(K7))).toBe(
      "f0106660c3dda23f16daa9ac5b811b963077f5bc0af89f85804f0de8e424f050",
    );
    expect(hexText(x25519PublicOf(publicKeyOf(K7)))).toBe(
      "f22aa4a9ec6ff1e591d83dc97d8cdfceea8f7cd7453281e07672d415b9637454",
    );
  });

  it("refuses a key of small order, and a length that is wrong", () => {
    const weak = new Uint8Array(32);
    weak[0] = 1;
    const signature = new Uint8Array(64);
    signature[0] = 1;
    expect(verify(signature, utf8("anything"), weak)).toBe(false);
    const good = sign(utf8("a"), K7);
    expect(verify(good, utf8("a"), publicKeyOf(K7))).toBe(true);
    expect(verify(good, utf8("b"), publicKeyOf(K7))).toBe(false);
    expect(verify(good.slice(1), utf8("a"), publicKeyOf(K7))).toBe(false);
    expect(verify(good, utf8("a"), publicKeyOf(K7).slice(1))).toBe(false);
  });

  it("refuses the second spelling of a signature", () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const signature = sign(utf8("a"), K7);
    const scalar = BigInt(`0x${hexText(signature.slice(32).reverse())}`) + order;
    const other = Uint8Array.from([
      ...signature.slice(0, 32),
      ...bytes(scalar.toString(16).padStart(64, "0")).reverse(),
    ]);
    expect(verify(other, utf8("a"), publicKeyOf(K7))).toBe(false);
  });
});

describe("sealed boxes", () => {
  const sealed =
    "0bfe9e3b9ce17fe6d570b165ea2a01034326b8c81d5f2c5384c8fe886552f074ec43017465598c4f5a857b495b445be46c3df48d14878bd0b1b907";

  it("opens what another library closed", () => {
    expect(text(openSealedBox(bytes(sealed), K7))).toBe("hello world");
  });

  it.each([
    ["47 bytes", bytes(sealed).slice(0, 47), K7],
    ["48 bytes of a longer box", bytes(sealed).slice(0, 48), K7],
    ["another key", bytes(sealed), SEEDS["8"]],
    ["a changed byte", bytes(sealed.replace("0bfe", "0bff")), K7],
    ["nothing", new Uint8Array(), K7],
  ])("refuses %s", (_what, box, seed) => {
    expect(openSealedBox(box, seed)).toBeUndefined();
  });

  it("opens what it closed", () => {
    fc.assert(
      fc.property(fc.uint8Array(), random(32), (message, ephemeral) => {
        const box = sealBox(message, publicKeyOf(K7), ephemeral);
        expect(box.length).toBe(message.length + 48);
        expect(openSealedBox(box, K7)).toEqual(message);
      }),
      { numRuns: 10 },
    );
  });
});

describe("shared-secret boxes", () => {
  const [sender, receiver] = [SEEDS["8"], SEEDS["9"]];
  const box =
    "8a246cd20d2d29b8f45d7a32e469cd914707bf3abed5747bcd9b54383e56e9be97b940df5a6826400f36a829ce10c618979ee2";

  it("has the intermediate values of another library", () => {
    const secret = x25519PrivateOf(sender);
    const key = x25519PublicOf(publicKeyOf(receiver));
    expect(
      [secret, key, x25519Shared(secret, key), sharedBoxKey(sender, publicKeyOf(receiver))].map(hexText),
    ).toEqual([
      "88803fd8e5cb4cec466a0ec3e38c3c65cc893fe16adae69ae01556ade3fba864",
      "db4a0af8713c6e404cce6d3bfa9b6af9134a9d7bc062a4bbad003415921c581e",
      "e7add3c0056789752ff195aeacd3017835138a4a900a9b22f7715026ed6c3773",
      "0c7dd32915522b0b382669ab24827ba60e3f3c74a3883d8a354eaff66f94d672",
    ]);
  });

  it("opens what another library closed, from either side", () => {
    expect(text(openSharedBox(bytes(box), receiver, publicKeyOf(sender)))).toBe("hello world");
    expect(text(openSharedBox(bytes(box), sender, publicKeyOf(receiver)))).toBe("hello world");
  });

  it("closes as another library does", () => {
    const nonce = Uint8Array.from({ length: 24 }, (_, index) => index);
    expect(hexText(closeSharedBox(utf8("7:s3cret"), sender, publicKeyOf(receiver), nonce))).toBe(
      "000102030405060708090a0b0c0d0e0f10111213141516179833d78b3032074bc534146ded81c94a60dd912955e9d501",
    );
  });

  it.each([
    ["39 bytes", bytes(box).slice(0, 39), receiver],
    ["another key", bytes(box), K7],
    ["a changed byte", bytes(box.replace("8a24", "8a25")), receiver],
  ])("refuses %s", (_what, given, seed) => {
    expect(openSharedBox(given, seed, publicKeyOf(sender))).toBeUndefined();
  });

  it("opens what it closed", () => {
    fc.assert(
      fc.property(fc.uint8Array(), random(24), (message, nonce) => {
        const closed = closeSharedBox(message, sender, publicKeyOf(receiver), nonce);
        expect(openSharedBox(closed, receiver, publicKeyOf(sender))).toEqual(message);
      }),
      { numRuns: 10 },
    );
  });
});

describe("secrets of workloads", () => {
  const route = (version: number) => ({
    version,
    customerSeed: SEEDS["8"],
    nodeKey: publicKeyOf(SEEDS["9"]),
  });
  const read = (cipher: string, version: number, node = SEEDS["9"], customer = publicKeyOf(SEEDS["8"])) =>
    decryptSecret(cipher, version, node, customer);
  const noise = Uint8Array.from({ length: 32 }, (_, index) => index);

  it.each([0, 1, 2])("of version %i are read by the node, and by no other", (version) => {
    const cipher = encryptSecret("pässword", route(version), noise);
    expect(cipher).toMatch(/^[0-9a-f]+$/);
    expect(read(cipher, version)).toBe("pässword");
    expect(read(cipher, version, SEEDS["7"])).toBeUndefined();
    expect(read(cipher, version === 0 ? 1 : 0)).toBeUndefined();
    expect(read(`${cipher}0`, version)).toBeUndefined();
  });

  it("are by the customer from version 1 on, and by anybody before", () => {
    const other = publicKeyOf(SEEDS["7"]);
    expect(read(encryptSecret("x", route(2), noise), 2, SEEDS["9"], other)).toBeUndefined();
    expect(read(encryptSecret("x", route(0), noise), 0, SEEDS["9"], other)).toBe("x");
  });

  it("are the fixed box of another library", () => {
    expect(encryptSecret("7:s3cret", route(1), noise)).toBe(
      "000102030405060708090a0b0c0d0e0f10111213141516179833d78b3032074bc534146ded81c94a60dd912955e9d501",
    );
  });
});

describe("seed files", () => {
  it.each([
    ["hexadecimal digits", utf8(hexText(K7)), undefined],
    ["digits with a line end and capitals", utf8(`${hexText(K7).toUpperCase()}\n`), undefined],
    ["version 1.0.0", seedFileOfBytes(K7), undefined],
    ["version 1.0.0 with a line end", Uint8Array.from([...seedFileOfBytes(K7), 10]), undefined],
    ["version 1.1.0", seedFileOfWords(K7, "7"), "7"],
    ["version 1.1.0 without a user", seedFileOfWords(K7, "0"), undefined],
    ["version 1.1.0 with blanks", utf8(`"1.1.0" {"mnemonic": "${WORDS}", "threebotid": 12}\n`), "12"],
  ])("reads %s", (_what, content, tid) => {
    expect(readSeedFile(content)).toEqual({ ok: true, seed: K7, ...(tid === undefined ? {} : { tid }) });
  });

  it("writes what others read", () => {
    expect(Buffer.from(seedFileOfBytes(K7)).toString("utf8")).toBe('"1.0.0"12345678901234567890123456789012');
    expect(Buffer.from(seedFileOfWords(K7, "7")).toString("utf8")).toBe(
      `"1.1.0"{"mnemonic":"${WORDS}","threebotid":7}`,
    );
  });

  it.each([
    ["half the digits", hexText(K7).slice(32), "must be 64 hexadecimal digits"],
    ["the bare seed as text", "12345678901234567890123456789012", "must be 64 hexadecimal digits"],
    [
      "a byte too few",
      '"1.0.0"1234567890123456789012345678901',
      "must have 32 bytes after its version and has 31",
    ],
    ["no JSON", '"1.1.0"{', "must have JSON after its version"],
    ["a wrong word", `"1.1.0"{"mnemonic":"${WORDS.replace("couple", "zoo")}"}`, "must have 24 English words"],
    [
      "a wrong user",
      `"1.1.0"{"mnemonic":"${WORDS}","threebotid":1.5}`,
      "must have a whole number as threebotid",
    ],
    ["nothing", "", "must be 64 hexadecimal digits"],
  ])("refuses %s and does not repeat it", (_what, content, reason) => {
    const read = readSeedFile(utf8(content));
    expect(read).toEqual({ ok: false, reason: expect.stringContaining(reason) as unknown });
    expect(JSON.stringify(read)).not.toContain("muscle");
    expect(JSON.stringify(read)).not.toContain("123456789012");
  });
});

describe("keyed digests", () => {
  const key = utf8("node key");

  it("tell secrets, purposes and keys apart", () => {
    const digests = [
      keyedDigest(key, "a", "secret"),
      keyedDigest(key, "b", "secret"),
      keyedDigest(key, "a", "other"),
      keyedDigest(utf8("other key"), "a", "secret"),
      keyedDigest(key, "as", "ecret"),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(keyedDigest(key, "a", utf8("secret"))).toBe(digests[0]);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
