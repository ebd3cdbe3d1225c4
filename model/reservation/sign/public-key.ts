import { base58Bytes, base58Text } from "../crypto/base58.js";
import { KEY_LENGTH } from "../crypto/ed25519.js";
import { hexBytes, hexText } from "../scalars/hex.js";

/** What is wrong with a user's public key, as the end of a sentence. */
export function publicKeyFault(hex: string): string | undefined {
  return hexBytes(hex)?.length === KEY_LENGTH
    ? undefined
    : `must be ${KEY_LENGTH} bytes of hexadecimal digits`;
}

/** The id of the node or gateway with a public key. */
export function nodeIdOf(publicKey: Uint8Array): string {
  return base58Text(publicKey);
}

/** The public key of a node or gateway, hexadecimal; undefined when the id is not base58 of 32 bytes. */
export function keyOfNodeId(nodeId: string): string | undefined {
  const bytes = base58Bytes(nodeId);
  return bytes?.length === KEY_LENGTH ? hexText(bytes) : undefined;
}
