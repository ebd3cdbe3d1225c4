import {
  BUNDLE_TYPE,
  OTHER_SIGNATURE_TYPES,
  publicKeyFault,
  SIGNATURE_ANNOTATION,
  signatureTag,
  SIMPLE_SIGNING_TYPE,
  verifyBundle,
  verifySimpleSigning,
} from "../../model/shared/cosign.js";
import type { OciDescriptor, OciManifest } from "../../model/shared/oci-image.js";
import { readManifest } from "./documents.js";
import { isRegistryError, RegistryError } from "./errors.js";
import type { OciCallOptions, OciRegistry } from "./types.js";

/** What is known of an image's signatures; `present` is not verified. */
export type SignatureState = "no" | "present" | "verified";

/** An image by its digest, which is what signatures are for. */
interface SignedImage {
  readonly repository: string;
  readonly digest: string;
}

/** A signature that is there, and whether it is by a given key. */
type Check = (publicKeyPem: string) => Promise<boolean>;

export interface SignatureOptions extends OciCallOptions {
  /** Verifies with this key: `verified` when one signature is by it, else `present`. Default: nothing is verified. */
  readonly publicKeyPem?: string;
}

/**
 * Looks for signatures of an image: cosign's in the classic tag and among the referrers (bundles of version 0.3),
 * which can be verified, and those that referrers of other types are, which count as present.
 *
 * @param referrers All that refers to the image, as {@link OciRegistry.referrers} lists it.
 * @throws RegistryError BadAnswer when the key is none.
 */
export async function signatureState(
  registry: OciRegistry,
  image: SignedImage,
  referrers: readonly OciDescriptor[],
  options: SignatureOptions = {},
): Promise<SignatureState> {
  const { publicKeyPem } = options;
  const fault = publicKeyPem === undefined ? undefined : publicKeyFault(publicKeyPem);
  if (fault !== undefined)
    throw new RegistryError("BadAnswer", { what: `the key ${fault}`, where: "publicKeyPem" });

  const checks = [
    ...(await classicSignatures(registry, image, options)),
    ...bundles(registry, image, referrers, options),
  ];
  const others = referrers.some(({ artifactType = "" }) => OTHER_SIGNATURE_TYPES.includes(artifactType));
  if (checks.length === 0 && !others) return "no";
  if (publicKeyPem === undefined) return "present";
  for (const check of checks) {
    if (await check(publicKeyPem)) return "verified";
  }
  return "present";
}

async function classicSignatures(
  registry: OciRegistry,
  { repository, digest }: SignedImage,
  options: OciCallOptions,
): Promise<Check[]> {
  const manifest = await manifestIfAny(registry, { repository, tag: signatureTag(digest) }, options);
  return (manifest?.layers ?? []).flatMap((layer) => {
    const signature = layer.annotations?.[SIGNATURE_ANNOTATION];
    if (layer.mediaType !== SIMPLE_SIGNING_TYPE || signature === undefined) return [];
    return [
      async (publicKeyPem) =>
        verifySimpleSigning(
          await registry.blob(repository, layer.digest, options),
          signature,
          digest,
          publicKeyPem,
        ),
    ];
  });
}

function bundles(
  registry: OciRegistry,
  { repository, digest }: SignedImage,
  referrers: readonly OciDescriptor[],
  options: OciCallOptions,
): Check[] {
  const signatures = referrers.filter(
    ({ artifactType, annotations }) => artifactType === BUNDLE_TYPE && mayBeSignature(annotations ?? {}),
  );
  return signatures.map((referrer) => async (publicKeyPem) => {
    const manifest = await manifestIfAny(registry, { repository, digest: referrer.digest }, options);
    const layer = manifest?.layers.find(({ mediaType }) => mediaType === BUNDLE_TYPE);
    if (layer === undefined) return false;
    const image = await registry.manifest({ repository, digest }, options);
    return verifyBundle(await registry.blob(repository, layer.digest, options), image.bytes, publicKeyPem);
  });
}

/** Bundles also carry attestations; those that say so are not even fetched. */
function mayBeSignature(annotations: Readonly<Record<string, string>>): boolean {
  const predicate = annotations["dev.sigstore.bundle.predicateType"];
  return predicate === undefined || predicate.startsWith("https://sigstore.dev/cosign/sign/");
}

async function manifestIfAny(
  registry: OciRegistry,
  target: Parameters<OciRegistry["manifest"]>[0],
  options: OciCallOptions,
): Promise<OciManifest | undefined> {
  try {
    const { bytes } = await registry.manifest(target, options);
    return readManifest(bytes, `${target.repository} ${target.tag ?? target.digest ?? ""}`);
  } catch (error) {
    if (isRegistryError(error, "TagNotFound", "RepositoryNotFound")) return undefined;
    throw error;
  }
}
