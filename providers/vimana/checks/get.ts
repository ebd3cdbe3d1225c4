import { isObject } from "../../../model/shared/json.js";

/** An answer, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** Longest answer that is read, in characters; a single number needs far less. */
const LONGEST = 1_000_000;

/**
 * GET of an address. A user and password in it become a header, since they must not be part of a request's address.
 *
 * @param milliseconds the longest that the answer may take
 */
export async function get(address: string, milliseconds: number, signal: AbortSignal): Promise<Answer> {
  const url = new URL(address);
  const headers = credentialOf(url);
  try {
    const response = await fetch(withoutCredential(url), {
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]),
    });
    const text = await response.text();
    return { ok: true, status: response.status, text: text.slice(0, LONGEST) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error, milliseconds) };
  }
}

/** An address as messages show it: without user, password and query, which may be secret. */
export function shownAddress(address: string): string {
  const url = withoutCredential(new URL(address));
  url.search = "";
  return url.href;
}

function withoutCredential(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare;
}

function credentialOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** What `fetch` throws says little; its cause names the fault of the network. */
function reasonOf(error: unknown, milliseconds: number): string {
  if (!isObject(error)) return "no answer";
  if (error["name"] === "TimeoutError") return `no answer within ${milliseconds / 1000} s`;
  return messageOf(error["cause"]) ?? messageOf(error) ?? "no answer";
}

function messageOf(error: unknown): string | undefined {
  const message = isObject(error) ? error["message"] : undefined;
  return typeof message === "string" && message !== "" ? message : undefined;
}
