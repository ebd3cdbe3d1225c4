import { createHash, randomBytes } from "node:crypto";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import type { Autonaming } from "../rpc/provider.js";
import { ANNOTATIONS, isSet } from "./annotations.js";

const SUFFIX_LENGTH = 8;

/**
 * Gives an object without a name its name: the one it had, or the resource's logical name with a random suffix of
 * eight hex digits. Either way it is marked, so that a replacement may have another name. How names are made can be
 * set in the project (`pulumi:autonaming`).
 * @param before The recorded inputs; undefined for a new object.
 * @throws Failure when automatic names are switched off.
 */
export function named(
  object: KubeObject,
  before: KubeObject | undefined,
  how: { readonly resource: string; readonly seed: Uint8Array; readonly autonaming?: Autonaming },
): KubeObject {
  if (object.metadata.name !== undefined) return object;
  if (before?.metadata.name !== undefined && isSet(before, "autonamed"))
    return withName(object, before.metadata.name);
  const { autonaming } = how;
  if (autonaming?.mode === "disable") {
    throw new Failure({
      what: "the object has no metadata.name and automatic names are switched off (pulumi:autonaming)",
      next: "Set metadata.name",
    });
  }
  if (autonaming !== undefined) return withName(object, autonaming.proposed);
  return withName(object, `${how.resource}-${suffix(how.seed)}`);
}

function withName(object: KubeObject, name: string): KubeObject {
  const annotations = { ...object.metadata.annotations, [ANNOTATIONS.autonamed]: "true" };
  return { ...object, metadata: { ...object.metadata, name, annotations } };
}

// The engine's seed makes the name of a preview the name of the update that follows.
function suffix(seed: Uint8Array): string {
  const bytes = seed.length === 0 ? randomBytes(SUFFIX_LENGTH) : createHash("sha256").update(seed).digest();
  return bytes.toString("hex").slice(0, SUFFIX_LENGTH);
}
