import { RegistryError } from "./errors.js";
import { exchange, type RetryPace } from "./exchange.js";
import { followRedirects } from "./redirects.js";
import type { Transport } from "./transport.js";
import type { LinkedTextOptions } from "./types.js";

/** Nobody waits longer for a text that an image does well without. */
const PATIENCE_MS = 15_000;
const MOST_RETRIES = 1;

/** What a text is fetched with. */
export interface LinkedTextSource {
  readonly transport: Transport;
  /** The registry's own address, which is trusted as it is. */
  readonly endpoint: URL;
  readonly pace: RetryPace;
}

/**
 * Fetches a text that an image names by its address. The address comes from whoever pushed the image, so it gets no
 * credentials and has to be https, unless it is on the registry itself; what it answers is text of a bounded size or
 * refused.
 *
 * @throws RegistryError BadAnswer, Unreachable, TooManyRequests
 */
export async function fetchLinkedText(
  { transport, endpoint, pace }: LinkedTextSource,
  address: string,
  { limit, signal }: LinkedTextOptions,
): Promise<string> {
  const start = URL.canParse(address) ? new URL(address) : undefined;
  if (start === undefined) throw refused("it is no address", "the image's annotations");
  const where = `${start.protocol}//${start.host}${start.pathname}`;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
  const retries = Math.min(pace.retries ?? MOST_RETRIES, MOST_RETRIES);

  const send = (url: URL) => {
    if (url.protocol !== "https:" && url.origin !== endpoint.origin)
      throw refused("only https addresses are fetched", where);
    if (url.username !== "" || url.password !== "") throw refused("the address holds credentials", where);
    const headers = { accept: "text/markdown, text/plain, text/*;q=0.5" };
    return exchange(transport, { method: "GET", url, headers, signal: either }, where, { ...pace, retries });
  };
  try {
    const { status, headers, body } = await followRedirects(start, send, where);
    if (status !== 200) throw refused(`the answer is ${status}`, where);
    return readText(body, headers.get("content-type") ?? "", limit, where);
  } catch (error) {
    signal?.throwIfAborted();
    if (!patience.aborted) throw error;
    const what = `there is no answer within ${PATIENCE_MS / 1000} seconds`;
    throw new RegistryError("Unreachable", { what, where, cause: error });
  }
}

function readText(body: Buffer, contentType: string, limit: number, where: string): string {
  if (/html/i.test(contentType)) throw refused("it is a web page; link to the plain text instead", where);
  if (body.length > limit)
    throw refused(`it has ${body.length} bytes, and ${limit} are the most that is kept`, where);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw refused("it is no UTF-8 text", where);
  }
  if (text.includes("\0")) throw refused("it is no text", where);
  return text;
}

function refused(what: string, where: string): RegistryError {
  return new RegistryError("BadAnswer", { what, where });
}
