import type { Problem } from "./problem.js";
import { isObject } from "./json.js";

/** The variable that hands a stack's whole configuration to its program and to its providers. */
const VARIABLE = "PULUMI_CONFIG=";
/** Linux starts no program with a longer argument or variable, the zero at its end included. */
const MOST_BYTES = 128 * 1024;
/** What an encrypted value has besides its text: the tag of AES-GCM. */
const TAG_BYTES = 16;

/**
 * The problem of a configuration that is too large for any program to start with. The text of an encrypted value
 * counts, too; it is not decrypted.
 *
 * @param config what stands under `config` in a stack file
 */
export function configurationSizeProblem(config: Readonly<Record<string, unknown>>): Problem | undefined {
  const bytes = configurationBytes(config);
  if (bytes <= MOST_BYTES) return undefined;
  const [largest] = Object.entries(config)
    .map(([key, value]) => ({ key, bytes: entryBytes(key, value) }))
    .sort((left, right) => right.bytes - left.bytes);
  return {
    path: largest?.key.replace(/^groundplan:/, "") ?? "",
    reason:
      `the configuration has ${inKibibytes(bytes)} KiB, ${inKibibytes(largest?.bytes ?? 0)} of them here, and ` +
      `Linux hands at most ${MOST_BYTES / 1024} KiB to a program: none of this stack can be started`,
    fix: "move what is large into files (manifests: of imagehub, files of a workspace's repository), or split the stack",
  };
}

/** Bytes of the variable that programs get the configuration in, with its name and the zero at its end. */
export function configurationBytes(config: Readonly<Record<string, unknown>>): number {
  const entries = Object.entries(config).map(([key, value]) => entryBytes(key, value));
  const commas = Math.max(0, entries.length - 1);
  return byteLength(`${VARIABLE}{}\0`) + entries.reduce((sum, bytes) => sum + bytes, commas);
}

function inKibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

/** `"groundplan:config:imagehub":"{…}"`: a structured value is a text of JSON. */
function entryBytes(key: string, value: unknown): number {
  const name = key.replace(":", ":config:");
  const plain = opened(value);
  const text = isText(plain) ? String(plain) : asText(plain);
  return byteLength(`${asText(name)}:${asText(text)}`);
}

function isText(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** JSON as Go writes it. */
function asText(value: unknown): string {
  const json = JSON.stringify(value);
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The value with texts as long as the encrypted ones in their place. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (!isObject(value)) return value;
  const { secure, ...rest } = value;
  if (typeof secure === "string" && Object.keys(rest).length === 0) return "x".repeat(textBytes(secure));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member)]));
}

/** `v1:<nonce>:<text and tag>`, base64. */
function textBytes(secure: string): number {
  const [sealed = ""] = secure.split(":").slice(-1);
  const padding = /=*$/.exec(sealed)?.[0].length ?? 0;
  return Math.max(0, (sealed.length / 4) * 3 - padding - TAG_BYTES);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
