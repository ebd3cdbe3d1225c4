import { RegistryError } from "./errors.js";
import type { WireAnswer } from "./transport.js";

const MOST_REDIRECTS = 5;

/**
 * Follows redirects, as registries use them for content, and never from an encrypted address to one that is not.
 *
 * @param send Asks one address; what it sends along is its own decision for each.
 * @param where For messages.
 * @throws RegistryError BadAnswer
 */
export async function followRedirects(
  start: URL,
  send: (url: URL) => Promise<WireAnswer>,
  where: string,
): Promise<WireAnswer> {
  let url = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const answer = await send(url);
    const redirects = answer.status >= 300 && answer.status < 400;
    const location = redirects ? answer.headers.get("location") : undefined;
    if (location === undefined) return answer;
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    const downgraded = url.protocol === "https:" && next?.protocol === "http:";
    if (next === undefined || !/^https?:$/.test(next.protocol) || downgraded) {
      const what = downgraded
        ? `${url.origin} redirects to an unencrypted address`
        : `${url.origin} redirects nowhere`;
      throw new RegistryError("BadAnswer", { what, where });
    }
    url = next;
  }
  throw new RegistryError("BadAnswer", { what: `more than ${MOST_REDIRECTS} redirects`, where });
}
