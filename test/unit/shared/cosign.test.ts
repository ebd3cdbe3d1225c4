import { createHash, generateKeyPairSync } from "node:crypto";
import {
  publicKeyFault,
  signatureTag,
  verifyBundle,
  verifySimpleSigning,
} from "../../../model/shared/cosign.js";
import {
  classicSignature,
  messageBundle,
  signingKey,
  simplePayload,
  statementBundle,
} from "../oci/signing.js";

const MANIFEST = Buffer.from('{"schemaVersion":2}');
const DIGEST = `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`;
const OTHER = Buffer.from("{}");
const KEY = signingKey();
const STRANGER = signingKey();

describe("classic signatures", () => {
  const payload = simplePayload(DIGEST);
  const signatureOf = (bytes: Buffer): string => {
    const { layers } = JSON.parse(classicSignature(DIGEST, KEY, bytes).top.bytes.toString()) as {
      layers: { annotations: Record<string, string> }[];
    };
    return layers[0]!.annotations["dev.cosignproject.cosign/signature"]!;
  };

  it("are kept under a tag of the digest", () => {
    expect(signatureTag(DIGEST)).toBe(`${DIGEST.replace(":", "-")}.sig`);
  });

  it("hold for their image and key only", () => {
    const signature = signatureOf(payload);
    expect(verifySimpleSigning(payload, signature, DIGEST, KEY.publicKeyPem)).toBe(true);
    expect(verifySimpleSigning(payload, signature, DIGEST, STRANGER.publicKeyPem)).toBe(false);
    expect(verifySimpleSigning(payload, signature, `sha256:${"0".repeat(64)}`, KEY.publicKeyPem)).toBe(false);
    expect(
      verifySimpleSigning(simplePayload(DIGEST.toUpperCase()), signature, DIGEST, KEY.publicKeyPem),
    ).toBe(false);
  });

  it("do not hold for a signed text of another kind", () => {
    const other = simplePayload(DIGEST, "atomic container signature");
    expect(verifySimpleSigning(other, signatureOf(other), DIGEST, KEY.publicKeyPem)).toBe(false);
    const text = Buffer.from("no JSON");
    expect(verifySimpleSigning(text, signatureOf(text), DIGEST, KEY.publicKeyPem)).toBe(false);
  });

  it("do not hold when they are nonsense", () => {
    expect(verifySimpleSigning(payload, "!!!", DIGEST, KEY.publicKeyPem)).toBe(false);
    expect(verifySimpleSigning(payload, signatureOf(payload), DIGEST, "no key")).toBe(false);
  });
});

describe("bundles", () => {
  it("hold over the manifest itself", () => {
    const bundle = messageBundle(MANIFEST, KEY);
    expect(verifyBundle(bundle, MANIFEST, KEY.publicKeyPem)).toBe(true);
    expect(verifyBundle(bundle, OTHER, KEY.publicKeyPem)).toBe(false);
    expect(verifyBundle(bundle, MANIFEST, STRANGER.publicKeyPem)).toBe(false);
  });

  it("hold as a statement about the manifest", () => {
    const bundle = statementBundle(DIGEST, KEY);
    expect(verifyBundle(bundle, MANIFEST, KEY.publicKeyPem)).toBe(true);
    expect(verifyBundle(bundle, OTHER, KEY.publicKeyPem)).toBe(false);
    expect(verifyBundle(bundle, MANIFEST, STRANGER.publicKeyPem)).toBe(false);
  });

  it("do not hold when the statement is about something else than signing", () => {
    const sbom = statementBundle(DIGEST, KEY, "https://spdx.dev/Document");
    expect(verifyBundle(sbom, MANIFEST, KEY.publicKeyPem)).toBe(false);
  });

  it.each([
    ["payload", (text: string) => text.replace(/"payload":"[^"]{4}/, '"payload":"AAAA')],
    ["payload type", (text: string) => text.replace("vnd.in-toto", "vnd.other")],
    ["version", (text: string) => text.replace("v0.3", "v0.2")],
    ["JSON", (text: string) => text.slice(1)],
    ["signatures", (text: string) => text.replace(/"signatures":\[.*\]/, '"signatures":[]')],
  ])("do not hold with another %s", (_what, change) => {
    const bundle = change(statementBundle(DIGEST, KEY).toString());
    expect(verifyBundle(Buffer.from(bundle), MANIFEST, KEY.publicKeyPem)).toBe(false);
  });
});

describe("keys", () => {
  it("are public ones on P-256", () => {
    expect(publicKeyFault(KEY.publicKeyPem)).toBeUndefined();
    expect(publicKeyFault(signingKey("P-384").publicKeyPem)).toContain("P-256");
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
    expect(publicKeyFault(rsa.export({ type: "spki", format: "pem" }).toString())).toContain("P-256");
    expect(publicKeyFault("cosign.pub")).toContain("is no public key");
  });

  it("are refused when they are private, without being repeated", () => {
    const pem = KEY.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(publicKeyFault(pem)).toMatch(/^is a private key; give the public one/);
    expect(publicKeyFault(pem)).not.toContain(pem.split("\n")[1]);
  });
});
