/** The bytes that hexadecimal digits stand for, in either case; undefined when the text is not hexadecimal. */
export function hexBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** Lower-case hexadecimal digits of some bytes. */
export function hexText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
