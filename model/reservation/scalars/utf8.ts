const ENCODER = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Order of two texts by their UTF-8 bytes, as Go sorts strings. */
export function byBytes(left: string, right: string): number {
  return Buffer.compare(utf8(left), utf8(right));
}
