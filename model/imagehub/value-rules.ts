import { dnsSubdomainFault } from "../shared/names.js";
import { LIMITS } from "./constants.js";

/** Rules for single values. Each says what is wrong as the end of a sentence, or undefined when nothing is. */

/** An absolute http or https address. */
export function urlFault(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const web = url?.protocol === "http:" || url?.protocol === "https:";
  if (web && url.hostname !== "" && /^https?:\/\//i.test(text)) return undefined;
  return "must be an absolute http or https URL";
}

/** Like {@link urlFault}; a `data:` URL of an image up to {@link LIMITS.dataIcon} is allowed too. */
export function iconFault(text: string): string | undefined {
  if (!text.startsWith("data:")) {
    const fault = urlFault(text);
    return fault === undefined ? undefined : `${fault} or a data: URL`;
  }
  if (!/^data:image\/[a-z0-9.+-]+[;,]/i.test(text))
    return "must be a data: URL of an image, as data:image/png;base64,…";
  const size = Buffer.byteLength(text);
  if (size <= LIMITS.dataIcon) return undefined;
  return `must have at most ${LIMITS.dataIcon} bytes as a data: URL and has ${size}; put the icon on a web server`;
}

/**
 * A service account's name, which is how the catalogue names users (RFC 1123 subdomain, as Kubernetes has it).
 */
export function accountFault(text: string): string | undefined {
  const fault = dnsSubdomainFault(text);
  return fault === undefined ? undefined : `must be the name of a service account: it ${fault}`;
}

/** `<os>/<architecture>[/<variant>]`, as in OCI indexes. */
export function platformFault(text: string): string | undefined {
  return /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?$/.test(text)
    ? undefined
    : "must be <os>/<architecture>[/<variant>], as linux/amd64";
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;

/** How Go writes a time, and so what Pulumi makes of a time that stands in a stack file without quotes. */
const GO_TIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) ([+-]\d{2})(\d{2}) \S+$/;

/** A time by RFC 3339, which is the only form the API server takes. */
export function timeFault(text: string): string | undefined {
  return normaliseTime(text) === undefined
    ? "must be a time by RFC 3339, as 2023-03-01T00:00:00Z"
    : undefined;
}

/**
 * A time by RFC 3339 in the form that the catalogue stores: whole seconds, `Z`. Undefined when the text is none.
 */
export function normaliseTime(given: string): string | undefined {
  const text = given.replace(GO_TIME, "$1T$2$3:$4");
  const [matched, ...fields] = RFC3339.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] =
    fields.map((field: string | undefined) => Number(field ?? 0));
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour <= 23 && minute <= 59 && second <= 59;
  if (!inRange || zoneHour > 23 || zoneMinute > 59) return undefined;
  const time = new Date(Date.parse(text.toUpperCase()));
  const written = time.toISOString();
  return written.length === 24 ? `${written.slice(0, 19)}Z` : undefined;
}
