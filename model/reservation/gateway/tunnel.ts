import { utf8 } from "../scalars/utf8.js";

const MAGIC = [0x11, 0x11];
const LONGEST = 0xffff;

/** What is wrong with the plain secret of a reverse proxy, as the end of a sentence. */
export function tunnelSecretFault(secret: string, tid: string): string | undefined {
  if (secret === "") return "must not be empty";
  if (!secret.startsWith(`${tid}:`)) return `must begin with the customer's id and a colon, "${tid}:"`;
  return utf8(secret).length > LONGEST ? `must have at most ${LONGEST} bytes` : undefined;
}

/** The first bytes that a tunnel's client sends: a magic number, the secret's length, the secret. */
export function tunnelHandshake(secret: string): Uint8Array {
  const bytes = utf8(secret);
  return Uint8Array.from([...MAGIC, bytes.length >> 8, bytes.length & 0xff, ...bytes]);
}
