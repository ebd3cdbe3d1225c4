import { isRegistryError } from "../../../clients/oci/errors.js";
import type { OciRegistry, OciTarget } from "../../../clients/oci/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { formatOciReference } from "../../../model/shared/oci-reference.js";
import type { OciImageRefInputs, OciImageRefOutputs } from "../oci-image-ref.js";

/** What is recorded of an earlier lookup. */
export interface Recorded {
  readonly inputs: OciImageRefInputs;
  readonly outputs: OciImageRefOutputs;
}

/** What the registry is asked for. */
export function targetOf({ reference: { repository, tag, digest } }: OciImageRefInputs): OciTarget {
  return {
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The reference as people write it. */
export function describeReference(registry: OciRegistry, inputs: OciImageRefInputs): string {
  return formatOciReference({ host: registry.host, ...targetOf(inputs) });
}

/** Whether an earlier lookup was of the same thing. */
export function sameReference(
  recorded: Recorded | undefined,
  inputs: OciImageRefInputs,
): recorded is Recorded {
  if (recorded === undefined || recorded.outputs.digest === "") return false;
  const [before, after] = [recorded.inputs, inputs];
  return (
    before.registry === after.registry &&
    before.reference.repository === after.reference.repository &&
    before.reference.tag === after.reference.tag &&
    before.reference.digest === after.reference.digest
  );
}

/** Whether an earlier lookup was of the same thing, and asked for the same of it. */
export function sameLookup(recorded: Recorded | undefined, inputs: OciImageRefInputs): recorded is Recorded {
  if (!sameReference(recorded, inputs)) return false;
  const { platform, verify, fetchReadme } = recorded.inputs;
  return (
    platform === inputs.platform &&
    verify?.publicKeyPem === inputs.verify?.publicKeyPem &&
    (fetchReadme ?? false) === (inputs.fetchReadme ?? false)
  );
}

/** Whether the registry has to be asked at all. */
export function needsLookup(recorded: Recorded | undefined, inputs: OciImageRefInputs): boolean {
  if (inputs.resolve === "off") return false;
  return inputs.resolve === "always" || !sameReference(recorded, inputs);
}

/** @throws Failure that names both digests, when a tag moved that must not */
export function refuseMovedTag(
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  recorded: Recorded | undefined,
  digest: string,
): void {
  if (!inputs.immutableTags || !sameReference(recorded, inputs) || recorded.outputs.digest === digest) return;
  throw new Failure({
    what: `the tag moved from ${recorded.outputs.digest} to ${digest}, and tags are immutable here`,
    where: describeReference(registry, inputs),
    next: "Push the new image under a new tag and declare that, or set immutableTags: false to accept the move",
  });
}

/**
 * An unreachable registry, told as the fault it is here: what depends on the digest cannot be made. Without the
 * original error's kind, since the runtime makes a warning of that in previews.
 */
export function unreachable(error: unknown, what: string): Error | undefined {
  if (!isRegistryError(error, "Unreachable", "TooManyRequests")) return undefined;
  return new Failure({
    what: `${what}: ${error.message}`,
    next: "Bring the registry back; with onUnreachable: warn, images that were resolved before keep their digest",
  });
}
