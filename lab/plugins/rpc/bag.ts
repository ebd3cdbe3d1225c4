import { isObject } from "../../../model/shared/json.js";

/**
 * Properties of a resource as they travel between engine and plugin (pulumi/provider.proto): plain JSON, except
 * that a secret is a wrapper object and an unknown value is one of seven reserved strings.
 */
export type Bag = Record<string, unknown>;

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** The string that stands for a value which is not known during a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether this value itself is unknown. */
export function isUnknown(value: unknown): boolean {
  return UNKNOWNS.has(value);
}

/** Whether a value, or any value inside it, is unknown. */
export function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (isObject(value)) return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}

/** Whether this value itself is a secret. */
export function isSecret(value: unknown): value is { readonly value: unknown } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** Whether a value, or any value inside it, is a secret. */
export function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}

/** Marks a value as secret; marking twice is marking once. */
export function secret(value: unknown): unknown {
  return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** Whether a value is an asset (a text or file) or an archive. */
export function isAssetOrArchive(value: unknown): boolean {
  return isObject(value) && (value[SIGNATURE] === ASSET || value[SIGNATURE] === ARCHIVE);
}

/** Whether a value is an archive. */
export function isArchive(value: unknown): boolean {
  return isObject(value) && value[SIGNATURE] === ARCHIVE;
}

/** An asset made of a file; `hash` is the SHA-256 of its content in hex. */
export function fileAsset(path: string, hash: string): Bag {
  return { [SIGNATURE]: ASSET, path, hash };
}

/** An archive made of named assets. */
export function assetArchive(assets: Bag, hash: string): Bag {
  return { [SIGNATURE]: ARCHIVE, assets, hash };
}

/** A copy without secret wrappers and without members that are null: to the engine null is "not given". */
export function plain(value: unknown): unknown {
  if (isSecret(value)) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  return isObject(value) ? plainBag(value) : value;
}

/** {@link plain} of a whole bag. */
export function plainBag(bag: Bag): Bag {
  const result: Bag = {};
  for (const [key, value] of Object.entries(bag)) {
    if (value !== null && value !== undefined) result[key] = plain(value);
  }
  return result;
}

/**
 * Makes secret in `values` what is secret at the same place in `like`. Objects are compared member by member; an
 * array with one secret element becomes secret as a whole, since elements may have moved.
 */
export function secretsLike(values: Bag, like: Bag): Bag {
  const result: Bag = { ...values };
  for (const [key, model] of Object.entries(like)) {
    const value = values[key];
    if (value === undefined || isSecret(value)) continue;
    if (!isSecret(model) && isObject(value) && isObject(model)) result[key] = secretsLike(value, model);
    else if (holdsSecret(model)) result[key] = secret(value);
  }
  return result;
}
