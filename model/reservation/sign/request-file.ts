import { z } from "zod";
import { canonicalJson, isObject, type JsonValue } from "../../shared/json.js";
import { INT64 } from "../types/scalars.js";
import { signingRequestSchema } from "../types/signing-request.js";
import { SIGN_ACTIONS, type SignAction } from "./challenge.js";
import {
  challengeOf,
  contentDigest,
  contentOf,
  customerOf,
  epochOf,
  idOf,
  requestOf,
  type SigningSubject,
} from "./subject.js";

/** What an object may be called: its name is a folder in every signer's checkout, so that it must not lead elsewhere. */
export const SIGNED_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * A request for signatures as a preview writes it: made for people and reviews. Nobody signs what it says; signers and
 * verifiers compute the same from their own checkout and compare.
 */
export const requestFileSchema = z.strictObject({
  version: z.literal(1),
  kind: z.enum(["reservation", "workload"]),
  name: z.string().regex(SIGNED_NAME, {
    error: "must be 1 to 128 letters, digits, dots, dashes and underscores, and begin with a letter or digit",
  }),
  stack: z.string(),
  backend: z.string(),
  action: z.enum(SIGN_ACTIONS),
  id: INT64,
  customer: INT64,
  /** Who may sign this action and how many must. */
  request: signingRequestSchema,
  /** The time in the challenge, unix seconds; 0 for a reservation. */
  epoch: z.int(),
  expires: z.int().min(0),
  /** Upstream's challenge as the customer signs it; each signer's own action and id follow it for workloads. */
  challenge: z.string(),
  sha256: z.string(),
  contentSha256: z.string(),
  /** The object on the wire, without signatures and state. */
  content: z.record(z.string(), z.json()),
});
export type RequestFile = z.output<typeof requestFileSchema>;

/** What a request is called in its folder. */
export const REQUEST_FILE = "request.json";

/** Where a request is, below the folder of the stack: `signatures/<object>/<action>/request.json`. */
export function requestPath(name: string, action: SignAction, folder = "signatures"): string {
  return `${folder}/${name}/${action}/${REQUEST_FILE}`;
}

/** The text of a request file; the same subject always gives the same bytes. */
export function requestFileText(subject: SigningSubject): string {
  return `${JSON.stringify(requestFileOf(subject), null, 2)}\n`;
}

/** The request for a subject. */
export function requestFileOf(subject: SigningSubject) {
  const { object, name, stack, backend, action, expires } = subject;
  const unsuffixed: SigningSubject =
    object.kind === "workload" ? { ...subject, action: "customer" } : subject;
  const { text, sha256 } = challengeOf(unsuffixed, customerOf(object));
  return {
    version: 1 as const,
    kind: object.kind,
    name,
    stack,
    backend,
    action,
    id: idOf(object),
    customer: customerOf(object),
    request: requestOf(object, action),
    epoch: epochOf(object),
    expires,
    challenge: text,
    sha256,
    contentSha256: contentDigest(object),
    content: contentOf(object),
  };
}

/**
 * Names of the members in which a request differs from what its subject gives now: empty when it still stands, else
 * signers must look at a new one.
 */
export function staleMembers(file: RequestFile, subject: SigningSubject): readonly string[] {
  const now: Record<string, unknown> = requestFileOf(subject);
  return Object.entries(file)
    .filter(([name, value]) => text(value) !== text(now[name]))
    .map(([name]) => name);
}

function text(value: unknown): string {
  return isJson(value) ? canonicalJson(value) : "";
}

function isJson(value: unknown): value is JsonValue {
  if (Array.isArray(value)) return value.every(isJson);
  if (isObject(value)) return Object.values(value).every(isJson);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
