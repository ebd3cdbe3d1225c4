import { createHash } from "node:crypto";
import { z } from "zod";
import { ownerMark, type OwnerScope } from "../../model/shared/ownership.js";

/**
 * Annotation with the resources, of whatever stack, that use a shared object: a JSON object by holder. The object
 * is deleted by whoever leaves last.
 */
export const HOLDERS_ANNOTATION = "imagehub.groundplan.dev/holders";

/** One resource's claim on a shared object. */
export interface Holder {
  /** Instance token of the claim; only the state that recorded it may end the claim. */
  readonly token: string;
  /** The holder wants the object however old it is, so that no sweep takes it away. */
  readonly keep?: true | undefined;
}

/** Claims by holder key. */
export type Holders = Readonly<Record<string, Holder>>;

const holders = z.record(z.string(), z.looseObject({ token: z.string(), keep: z.literal(true).optional() }));

/** Stands for claims that cannot be read: somebody holds the object, so nobody deletes it. */
const UNREADABLE: Holders = { "an annotation that cannot be read": { token: "" } };

/** `<installation>/<project>/<stack>/<resource>::<hash of the URN>`: one key a resource, whatever its parents. */
export function holderKey(scope: OwnerScope, resource: string, urn: string): string {
  const hash = createHash("sha256").update(urn).digest("hex").slice(0, 12);
  return `${ownerMark(scope, resource)}::${hash}`;
}

/** The owner mark within a holder key. */
export function markOfHolder(key: string): string {
  const end = key.lastIndexOf("::");
  return end === -1 ? key : key.slice(0, end);
}

/** The claims on an object; none when it bears no annotation. */
export function readHolders(annotations: Readonly<Record<string, string>> | undefined): Holders {
  const text = annotations?.[HOLDERS_ANNOTATION];
  if (text === undefined) return {};
  try {
    const parsed = holders.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** The key under which a token's claim is entered; after an aliased rename that is still the old one. */
export function keyOfToken(claims: Holders, token: string): string | undefined {
  return Object.keys(claims).find((key) => token !== "" && claims[key]?.token === token);
}

/** The claims without one. */
export function withoutHolder(claims: Holders, key: string | undefined): Holders {
  return Object.fromEntries(Object.entries(claims).filter(([other]) => other !== key));
}

/** The annotation's text, with keys in order, so that equal claims are equal texts. */
export function formatHolders(claims: Holders): string {
  const sorted = Object.entries(claims).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}
