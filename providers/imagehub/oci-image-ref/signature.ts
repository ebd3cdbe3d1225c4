import type { OciRegistry } from "../../../clients/oci/types.js";
import type { OciImageRefInputs, OciImageRefOutputs } from "../oci-image-ref.js";

/**
 * What is known of an image's signatures. They are looked for only when a key is given, since that takes several
 * requests.
 *
 * @throws Failure when the image is not signed with the key
 */
export async function signatureOf(
  registry: OciRegistry,
  { reference, verify }: OciImageRefInputs,
  digest: string,
  signal: AbortSignal,
): Promise<OciImageRefOutputs["signed"]> {
  if (verify === undefined) return "unknown";
  const { verifySignature } = await import("../../../clients/oci/verify-signature.js");
  await verifySignature(registry, { repository: reference.repository, digest }, verify.publicKeyPem, {
    signal,
  });
  return "verified";
}
