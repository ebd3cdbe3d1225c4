import type { OciRegistry } from "../../../clients/oci/types.js";
import { Failure } from "../../../model/shared/errors.js";
import type { OciImageRefInputs, OciImageRefOutputs } from "../oci-image-ref.js";
import { describeReference } from "./lookup.js";

/**
 * What is known of an image's signatures. They are looked for only when a key is given, since that takes several
 * requests.
 *
 * @throws Failure when the image is not signed with the key
 */
export async function signatureOf(
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  digest: string,
  signal: AbortSignal,
): Promise<OciImageRefOutputs["signed"]> {
  const { verify, reference } = inputs;
  if (verify === undefined) return "unknown";
  const { signatureState } = await import("../../../clients/oci/signatures.js");
  const image = { repository: reference.repository, digest };
  const state = await signatureState(registry, image, { publicKeyPem: verify.publicKeyPem, signal });
  if (state === "verified") return state;
  throw new Failure({
    what: `${digest} ${state === "no" ? "is not signed" : "is signed, but not with the given key"}`,
    where: describeReference(registry, inputs),
    next: "Sign the image (cosign sign --key), correct verify.publicKeyPem, or leave verify out",
  });
}
