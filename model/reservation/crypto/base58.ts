import { base58 } from "@scure/base";

/** Base58 with Bitcoin's alphabet, as node ids have it. */
export function base58Text(bytes: Uint8Array): string {
  return base58.encode(bytes);
}

/** The bytes of a base58 text; undefined when it is none. */
export function base58Bytes(text: string): Uint8Array | undefined {
  try {
    return base58.decode(text);
  } catch {
    return undefined;
  }
}
