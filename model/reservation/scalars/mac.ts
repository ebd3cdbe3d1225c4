const OCTETS = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*)$/;
const DOTTED = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/;

/** A hardware address of 6, 8 or 20 bytes in lower case with colons, `""` for none; undefined when it is none. */
export function canonicalMac(text: string): string | undefined {
  if (text === "") return "";
  if (!OCTETS.test(text) && !DOTTED.test(text)) return undefined;
  const octets = text.toLowerCase().match(/[0-9a-f]{2}/g) ?? [];
  return [6, 8, 20].includes(octets.length) ? octets.join(":") : undefined;
}
