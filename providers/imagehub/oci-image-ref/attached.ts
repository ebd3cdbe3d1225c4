import { isRegistryError, type RegistryErrorReason } from "../../../clients/oci/errors.js";
import type { OciRegistry } from "../../../clients/oci/types.js";
import { MOST_REFERRERS } from "../../../model/imagehub/constants.js";
import { type AttachedFacts, referrerRows } from "../../../model/imagehub/registry-facts.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../runtime/context.js";
import type { OciImageRefInputs } from "../oci-image-ref.js";
import { describeReference } from "./lookup.js";

const NO_ANSWER: readonly RegistryErrorReason[] = ["Unreachable", "TooManyRequests"];

/**
 * What refers to a digest, and what is known of its signatures; with a key they are verified.
 *
 * @throws RegistryError
 */
export async function attachedTo(
  context: KindContext,
  registry: OciRegistry,
  { reference: { repository }, verify }: OciImageRefInputs,
  digest: string,
): Promise<AttachedFacts> {
  const { signal } = context;
  const { signatureState } = await import("../../../clients/oci/signatures.js");
  const found = await registry.referrers(repository, digest, { signal });
  const key = verify === undefined ? {} : { publicKeyPem: verify.publicKeyPem };
  const signed = await signatureState(registry, { repository, digest }, found, { ...key, signal });
  if (found.length > MOST_REFERRERS)
    context.warn(
      `${repository}@${digest}: ${found.length} artifacts refer to it; ${MOST_REFERRERS} are listed`,
    );
  return { referrers: referrerRows(found), signed };
}

/**
 * Like {@link attachedTo}, for facts that nothing depends on: undefined, with a warning, when the registry has the
 * image and does not tell what refers to it.
 *
 * @throws RegistryError Unreachable, TooManyRequests
 */
export async function attachedIfTold(
  context: KindContext,
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  digest: string,
): Promise<AttachedFacts | undefined> {
  try {
    return await attachedTo(context, registry, inputs, digest);
  } catch (error) {
    if (!isRegistryError(error) || NO_ANSWER.includes(error.reason)) throw error;
    context.warn(`${error.message}. Signatures and what else refers to the image stay unknown`);
    return undefined;
  }
}

/** Why an image is not what `verify` wants, as the end of a sentence; undefined when it is, or nothing is wanted. */
export function signatureFault(
  { verify }: OciImageRefInputs,
  signed: AttachedFacts["signed"],
): string | undefined {
  if (verify === undefined || signed === "verified") return undefined;
  return signed === "no" ? "is not signed" : "is signed, but not with the given key";
}

/** @throws Failure when the image is not signed with the key that is wanted */
export function refuseUnsigned(
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  digest: string,
  signed: AttachedFacts["signed"],
): void {
  const fault = signatureFault(inputs, signed);
  if (fault === undefined) return;
  throw new Failure({
    what: `${digest} ${fault}`,
    where: describeReference(registry, inputs),
    next: "Sign the image (cosign sign --key), correct verify.publicKeyPem, or leave verify out",
  });
}
