import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { isObject } from "./json.js";

/**
 * Verification of cosign signatures made with a key (ECDSA on P-256 over SHA-256), by the specifications of cosign
 * and of the sigstore bundle. Keyless signatures need certificates and a log and are not verified here.
 */

/** Media type of a layer whose content was signed in the classic scheme. */
export const SIMPLE_SIGNING_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
/** Annotation of that layer: the signature in base64. */
export const SIGNATURE_ANNOTATION = "dev.cosignproject.cosign/signature";
/** Artifact and layer type of a bundle. */
export const BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** Artifact types of signatures that are not verified here: of Notation, and cosign's before there were bundles. */
export const OTHER_SIGNATURE_TYPES: readonly string[] = [
  "application/vnd.cncf.notary.signature",
  "application/vnd.dev.cosign.artifact.sig.v1+json",
];

const SIGN_PREDICATE = "https://sigstore.dev/cosign/sign/v1";
const IN_TOTO_TYPE = "application/vnd.in-toto+json";

/** What a public key cannot be used for, as the end of a sentence; undefined for a fit one. */
export function publicKeyFault(pem: string): string | undefined {
  if (/PRIVATE KEY/.test(pem))
    return "is a private key; give the public one (cosign.pub) and keep this one secret";
  const key = readKey(pem);
  if (key === undefined) return "is no public key in PEM form";
  return isP256(key) ? undefined : "is no ECDSA key on the curve P-256, which is what cosign makes";
}

/** The tag under which the classic scheme keeps the signatures of a digest, in the same repository. */
export function signatureTag(digest: string): string {
  return `${digest.replace(":", "-")}.sig`;
}

/**
 * Whether a classic signature is by this key and for this image.
 *
 * @param payload The signed layer.
 * @param signature Base64.
 * @param digest Of the image's manifest or index.
 */
export function verifySimpleSigning(
  payload: Buffer,
  signature: string,
  digest: string,
  publicKeyPem: string,
): boolean {
  const critical = member(parse(payload), "critical");
  return (
    member(critical, "type") === "cosign container image signature" &&
    member(member(critical, "image"), "docker-manifest-digest") === digest &&
    signedBy(publicKeyPem, payload, signature)
  );
}

/**
 * Whether a bundle of version 0.3 holds a signature by this key for this image: a message signature over the
 * manifest, or a statement in an envelope that names the manifest's digest. Statements of another kind (SBOM,
 * provenance) are no signatures of the image, whoever signed them.
 *
 * @param manifest The very bytes of the manifest or index.
 */
export function verifyBundle(bundle: Buffer, manifest: Buffer, publicKeyPem: string): boolean {
  const document = parse(bundle);
  if (member(document, "mediaType") !== BUNDLE_TYPE) return false;
  const hash = createHash("sha256").update(manifest).digest();
  const message = member(document, "messageSignature");
  if (message !== undefined) {
    const digest = member(message, "messageDigest");
    return (
      member(digest, "algorithm") === "SHA2_256" &&
      member(digest, "digest") === hash.toString("base64") &&
      signedBy(publicKeyPem, manifest, member(message, "signature"))
    );
  }
  return envelopeNames(member(document, "dsseEnvelope"), hash.toString("hex"), publicKeyPem);
}

function envelopeNames(envelope: unknown, sha256: string, publicKeyPem: string): boolean {
  const payload = member(envelope, "payload");
  const signatures = member(envelope, "signatures");
  if (typeof payload !== "string" || member(envelope, "payloadType") !== IN_TOTO_TYPE) return false;
  const body = Buffer.from(payload, "base64");
  const signed = preAuthenticationEncoding(IN_TOTO_TYPE, body);
  const good =
    Array.isArray(signatures) && signatures.some((one) => signedBy(publicKeyPem, signed, member(one, "sig")));
  if (!good) return false;
  const statement = parse(body);
  const subjects = member(statement, "subject");
  return (
    member(statement, "predicateType") === SIGN_PREDICATE &&
    Array.isArray(subjects) &&
    subjects.some((subject) => member(member(subject, "digest"), "sha256") === sha256)
  );
}

/** What an envelope's signature is over (DSSE version 1): the type is bound to the content. */
function preAuthenticationEncoding(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);
}

function signedBy(publicKeyPem: string, data: Buffer, signature: unknown): boolean {
  const key = readKey(publicKeyPem);
  if (key === undefined || !isP256(key) || typeof signature !== "string") return false;
  return verify("sha256", data, key, Buffer.from(signature, "base64"));
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}
