import type { DnsRecord } from "./records.js";

/** Seconds for which others may remember whose a name is. */
const OWNER_TTL = 600;
/** The longest string of a TXT record, in bytes. */
const LONGEST_STRING = 255;
const TOKEN = "token=";

/** Whose a name is, and from which creation or adoption. */
export interface NameOwner {
  /** `<installation>/<project>/<stack>/<resource>`. */
  readonly mark: string;
  readonly token: string;
}

/** Where it is told whose a name is. */
export function ownerNameOf(domain: string): string {
  return `__owner__.${domain}`;
}

/** The TXT record that tells whose a name is: the mark, in as many strings as it needs, and the token. */
export function ownerRecord(domain: string, { mark, token }: NameOwner): DnsRecord {
  const data = [...pieces(mark), `${TOKEN}${token}`];
  return { name: ownerNameOf(domain), type: "TXT", ttl: OWNER_TTL, data };
}

/** What a TXT record tells; undefined when it is none of ours. */
export function ownerOf({ data }: DnsRecord): NameOwner | undefined {
  const last = data.at(-1);
  if (data.length < 2 || last === undefined || !last.startsWith(TOKEN)) return undefined;
  return { mark: data.slice(0, -1).join(""), token: last.slice(TOKEN.length) };
}

/** A text in pieces of at most 255 bytes, none of which ends within a character. */
function pieces(text: string): readonly string[] {
  const all: string[] = [];
  let piece = "";
  let length = 0;
  for (const character of text) {
    const more = Buffer.byteLength(character);
    if (length + more > LONGEST_STRING) {
      all.push(piece);
      piece = "";
      length = 0;
    }
    piece += character;
    length += more;
  }
  return [...all, piece];
}
