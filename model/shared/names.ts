/**
 * Kubernetes' rules for names. Each `…Fault` says what is wrong as the end of a sentence ("must …"), or is
 * undefined when the text is fine; each `is…` is the same as a yes or no.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** Longest DNS label and longest label value, in characters. */
export const MAX_LABEL = 63;
/** Longest DNS subdomain, and so the longest object name, in characters. */
export const MAX_SUBDOMAIN = 253;

/** RFC 1123 label: lower-case letters, digits and dashes, both ends alphanumeric, at most 63 characters. */
export function dnsLabelFault(text: string): string | undefined {
  if (text === "") return "must not be empty";
  if (text.length > MAX_LABEL) return tooLong(text, MAX_LABEL);
  if (LABEL.test(text)) return undefined;
  return "must consist of lower-case letters, digits and dashes, and begin and end with a letter or digit";
}

/** {@link dnsLabelFault} as a yes or no. */
export function isDnsLabel(text: string): boolean {
  return dnsLabelFault(text) === undefined;
}

/** RFC 1123 subdomain, which is what object names are: labels joined by dots, at most 253 characters. */
export function dnsSubdomainFault(text: string): string | undefined {
  if (text === "") return "must not be empty";
  if (text.length > MAX_SUBDOMAIN) return tooLong(text, MAX_SUBDOMAIN);
  if (text.split(".").every((label) => LABEL.test(label))) return undefined;
  return (
    "must consist of lower-case letters, digits, dashes and dots, " +
    "and each part between dots must begin and end with a letter or digit"
  );
}

/** {@link dnsSubdomainFault} as a yes or no. */
export function isDnsSubdomain(text: string): boolean {
  return dnsSubdomainFault(text) === undefined;
}

/** Value of a label: empty, or letters, digits, `-`, `_`, `.` with alphanumeric ends, at most 63 characters. */
export function labelValueFault(text: string): string | undefined {
  if (text.length > MAX_LABEL) return tooLong(text, MAX_LABEL);
  if (LABEL_VALUE.test(text)) return undefined;
  return "must consist of letters, digits, dashes, underscores and dots, and begin and end with a letter or digit";
}

/** {@link labelValueFault} as a yes or no. */
export function isLabelValue(text: string): boolean {
  return labelValueFault(text) === undefined;
}

/** Key of a label or annotation: a name as in a label's value but not empty, after an optional `subdomain/`. */
export function labelKeyFault(text: string): string | undefined {
  const slash = text.indexOf("/");
  const prefixFault = slash === -1 ? undefined : dnsSubdomainFault(text.slice(0, slash));
  if (prefixFault !== undefined) return `has a prefix before the slash that ${prefixFault}`;
  const name = text.slice(slash + 1);
  return name === "" ? "must not be empty" : labelValueFault(name);
}

function tooLong(text: string, limit: number): string {
  return `must have at most ${limit} characters and has ${text.length}`;
}
