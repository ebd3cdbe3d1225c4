import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { sketchArtifact, type SketchedPush } from "../../../clients/oci/fake.js";
import { BUNDLE_TYPE, SIGNATURE_ANNOTATION, SIMPLE_SIGNING_TYPE } from "../../../model/shared/cosign.js";

/** A key pair as cosign makes it. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
}

export function signingKey(namedCurve = "P-256"): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  return { privateKey, publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}

function signed(data: Buffer, { privateKey }: SigningKey): string {
  return sign("sha256", data, privateKey).toString("base64");
}

/** The payload of a classic signature. */
export function simplePayload(digest: string, type = "cosign container image signature"): Buffer {
  const critical = {
    identity: { "docker-reference": "" },
    image: { "docker-manifest-digest": digest },
    type,
  };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

/** What cosign pushes under the tag `sha256-….sig`. */
export function classicSignature(
  digest: string,
  key: SigningKey,
  payload = simplePayload(digest),
): SketchedPush {
  const annotations = { [SIGNATURE_ANNOTATION]: signed(payload, key) };
  return sketchArtifact("", [{ mediaType: SIMPLE_SIGNING_TYPE, bytes: payload, annotations }]);
}

/** A bundle with a signature over the manifest itself. */
export function messageBundle(manifest: Buffer, key: SigningKey): Buffer {
  const digest = createHash("sha256").update(manifest).digest("base64");
  return bundle({
    messageSignature: { messageDigest: { algorithm: "SHA2_256", digest }, signature: signed(manifest, key) },
  });
}

/** A bundle with a signed statement about a digest. */
export function statementBundle(
  digest: string,
  key: SigningKey,
  predicateType = "https://sigstore.dev/cosign/sign/v1",
): Buffer {
  const payloadType = "application/vnd.in-toto+json";
  const subject = [{ digest: { sha256: digest.replace("sha256:", "") } }];
  const body = Buffer.from(
    JSON.stringify({ _type: "https://in-toto.io/Statement/v1", subject, predicateType }),
  );
  const encoded = Buffer.from(
    `DSSEv1 ${payloadType.length} ${payloadType} ${body.length} ${body.toString()}`,
  );
  const signatures = [{ sig: signed(encoded, key) }];
  return bundle({ dsseEnvelope: { payload: body.toString("base64"), payloadType, signatures } });
}

/** What cosign attaches: a bundle as the only layer. */
export function bundleArtifact(bytes: Buffer): SketchedPush {
  return sketchArtifact(BUNDLE_TYPE, [{ mediaType: BUNDLE_TYPE, bytes }]);
}

function bundle(content: object): Buffer {
  const verificationMaterial = { publicKey: { hint: "test" } };
  return Buffer.from(JSON.stringify({ mediaType: BUNDLE_TYPE, verificationMaterial, ...content }));
}
