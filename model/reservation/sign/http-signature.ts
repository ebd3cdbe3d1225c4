import { sign } from "../crypto/ed25519.js";
import { utf8 } from "../scalars/utf8.js";

/** How long a signed request may be used, in seconds; no server checks it. */
const LIFETIME = 60;
/** Names of the signed headers, in order. */
const SIGNED = "(created) date threebot-id";

/** Headers of a signed request. */
export interface SignedHeaders {
  readonly Authorization: string;
  readonly Date: string;
  readonly "Threebot-Id": string;
}

/**
 * The text that a request's signature is over. Neither path nor body enters.
 * @param keyId Id of a user, or of a node.
 * @param created Unix seconds.
 * @param date The `Date` header.
 */
export function httpSigningText(keyId: string, created: number, date: string): string {
  return [`(created): ${created}`, `date: ${date}`, `threebot-id: ${keyId}`].join("\n");
}

/** The headers by which an explorer knows who asks. */
export function signedHeaders(keyId: string, created: number, seed: Uint8Array): SignedHeaders {
  const date = new Date(created * 1000).toUTCString();
  const signature = Buffer.from(sign(utf8(httpSigningText(keyId, created, date)), seed)).toString("base64");
  const parameters = {
    keyId,
    algorithm: "ed25519",
    created: String(created),
    expires: String(created + LIFETIME),
    headers: SIGNED,
    signature,
  };
  const list = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
  return { Authorization: `Signature ${list.join(",")}`, Date: date, "Threebot-Id": keyId };
}

/** The parameters of an `Authorization` header, or undefined when it is no signature of this form. */
export function parseAuthorization(header: string): Readonly<Record<string, string>> | undefined {
  const [, list] = /^Signature (.+)$/.exec(header) ?? [];
  const pairs = list?.split(/,(?=[A-Za-z]+=")/).map((pair) => /^([A-Za-z]+)="([^"]*)"$/.exec(pair));
  if (pairs === undefined) return undefined;
  const entries = pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""] as const);
  const parameters = Object.fromEntries(entries);
  const complete = pairs.every((pair) => pair !== null) && entries.length === Object.keys(parameters).length;
  return complete && parameters.algorithm === "ed25519" && parameters.headers === SIGNED
    ? parameters
    : undefined;
}
