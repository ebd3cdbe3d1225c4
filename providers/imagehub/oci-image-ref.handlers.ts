import { isRegistryError } from "../../clients/oci/errors.js";
import type { OciRegistry } from "../../clients/oci/types.js";
import { ANNOTATIONS } from "../../model/imagehub/constants.js";
import { attachedAnnotations, registryFacts } from "../../model/imagehub/registry-facts.js";
import { formatPlatform } from "../../model/shared/oci-image.js";
import { formatPinned, formatPinnedWithTag } from "../../model/shared/oci-reference.js";
import { registryTarget } from "../targets/registry.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { OciImageRefInputs, OciImageRefOutputs } from "./oci-image-ref.js";
import { attachedIfTold, attachedTo, refuseUnsigned, signatureFault } from "./oci-image-ref/attached.js";
import {
  describeReference,
  needsLookup,
  type Recorded,
  refuseMovedTag,
  sameLookup,
  sameReference,
  targetOf,
  unreachable,
} from "./oci-image-ref/lookup.js";
import { planReference } from "./oci-image-ref/plan.js";
import { readmeOf } from "./oci-image-ref/readme.js";

/** What a reference does: it looks tags up and writes nothing anywhere (imagehub.md 6.8). */
export const ociImageRefHandlers: KindHandlers<OciImageRefInputs, OciImageRefOutputs> = {
  plan: planReference,

  async create(context, inputs) {
    const registry = await context.target(registryTarget, inputs.registry);
    return {
      id: describeReference(registry, inputs),
      outputs: await resolved(context, registry, inputs, undefined),
    };
  },

  async read(context, _id, state) {
    const { inputs, outputs } = state;
    if (inputs.resolve === "off" || outputs.digest === "") return state;
    const registry = await context.target(registryTarget, inputs.registry);
    if (!(await compareWithRegistry(context, registry, state))) return state;
    return { inputs, outputs: { ...outputs, ...(await attachedNow(context, registry, state)) } };
  },

  async update(context, _id, old, inputs) {
    const registry = await context.target(registryTarget, inputs.registry);
    return { outputs: await resolved(context, registry, inputs, old) };
  },

  delete: () => Promise.resolve(),
};

async function resolved(
  context: KindContext,
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  recorded: Recorded | undefined,
): Promise<OciImageRefOutputs> {
  const known = sameReference(recorded, inputs) ? recorded : undefined;
  if (inputs.resolve === "off") return unresolved(registry, inputs);
  const asBefore = sameLookup(known, inputs);
  if (asBefore && !needsLookup(known, inputs)) return known.outputs;
  try {
    return await lookUp(context, registry, inputs, known);
  } catch (error) {
    const failure = unreachable(error, describeReference(registry, inputs));
    if (failure === undefined) throw error;
    if (inputs.onUnreachable === "error" || !asBefore) throw failure;
    context.warn(`${failure.message}; ${known.outputs.digest} is kept`);
    return known.outputs;
  }
}

async function lookUp(
  context: KindContext,
  registry: OciRegistry,
  inputs: OciImageRefInputs,
  known: Recorded | undefined,
): Promise<OciImageRefOutputs> {
  context.status(`looking up ${describeReference(registry, inputs)}`);
  const { signal } = context;
  const resolution = await registry.resolve(targetOf(inputs), { platform: inputs.platform, signal });
  const { digest } = resolution;
  refuseMovedTag(registry, inputs, known, digest);
  const attached =
    inputs.verify === undefined
      ? await attachedIfTold(context, registry, inputs, digest)
      : await attachedTo(context, registry, inputs, digest);
  if (attached !== undefined) refuseUnsigned(registry, inputs, digest, attached.signed);
  const before = known?.outputs.digest === digest ? known : undefined;
  const readme = await readmeOf(context, registry, inputs, resolution, fetchedBefore(before));
  const seen = before?.outputs.annotations[ANNOTATIONS.resolvedAt];
  const facts = registryFacts(resolution, {
    resolvedAt: seen ?? wholeSeconds(context.now()),
    attached,
    readme,
  });
  const reference = { host: registry.host, ...targetOf(inputs) };
  return {
    digest,
    pinned: formatPinned(reference, digest),
    pinnedWithTag: formatPinnedWithTag(reference, digest),
    platforms: resolution.platforms.map(formatPlatform),
    mediaType: resolution.mediaType,
    size: resolution.size,
    sizeAllPlatforms: resolution.sizeAllPlatforms,
    detail: { ...facts.detail },
    annotations: { ...facts.annotations },
    referrers: [...(attached?.referrers ?? [])],
    signed: attached?.signed ?? "unknown",
  };
}

function unresolved(registry: OciRegistry, inputs: OciImageRefInputs): OciImageRefOutputs {
  const digest = inputs.reference.digest ?? "";
  const reference = { host: registry.host, ...targetOf(inputs) };
  return {
    digest,
    pinned: digest === "" ? "" : formatPinned(reference, digest),
    pinnedWithTag: digest === "" ? "" : formatPinnedWithTag(reference, digest),
    platforms: [],
    mediaType: "",
    size: 0,
    sizeAllPlatforms: 0,
    detail: {},
    annotations: {},
    referrers: [],
    signed: "unknown",
  };
}

/** The readme of an earlier lookup, if it was asked for one. */
function fetchedBefore(before: Recorded | undefined): string | undefined {
  const docs = before?.inputs.fetchReadme === true ? before.outputs.detail["docs"] : undefined;
  return typeof docs === "string" ? docs : undefined;
}

/**
 * Tells what a refresh finds and changes nothing: the recorded digest is what everything is pinned to until an
 * update, with its preview, moves it.
 *
 * @returns whether the registry still has the image
 */
async function compareWithRegistry(
  context: KindContext,
  registry: OciRegistry,
  { inputs, outputs }: Recorded,
): Promise<boolean> {
  const { repository } = inputs.reference;
  const target = inputs.resolve === "always" ? targetOf(inputs) : { repository, digest: outputs.digest };
  const reference = describeReference(registry, inputs);
  try {
    const digest = await registry.head(target, { signal: context.signal });
    if (digest !== outputs.digest)
      context.warn(
        `drift: ${reference} moved from ${outputs.digest} to ${digest}; the next update follows it`,
      );
    return true;
  } catch (error) {
    if (!isRegistryError(error, "TagNotFound", "RepositoryNotFound")) throw error;
    context.warn(`drift: ${error.message}; ${outputs.digest} may soon be impossible to pull`);
    return false;
  }
}

/** What is attached to the recorded digest by now: signatures and SBOMs come after the image. */
async function attachedNow(
  context: KindContext,
  registry: OciRegistry,
  { inputs, outputs }: Recorded,
): Promise<Partial<OciImageRefOutputs>> {
  const attached = await attachedIfTold(context, registry, inputs, outputs.digest);
  if (attached === undefined) return {};
  const fault = signatureFault(inputs, attached.signed);
  if (fault !== undefined)
    context.warn(`drift: ${describeReference(registry, inputs)}: ${outputs.digest} ${fault}`);
  return {
    referrers: [...attached.referrers],
    signed: attached.signed,
    annotations: { ...outputs.annotations, ...attachedAnnotations(attached) },
  };
}

function wholeSeconds(now: number): string {
  return `${new Date(now).toISOString().slice(0, -5)}Z`;
}
