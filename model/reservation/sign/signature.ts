import { KEY_LENGTH, sign, SIGNATURE_LENGTH, verify } from "../crypto/ed25519.js";
import { hexBytes, hexText } from "../scalars/hex.js";

/** Signs bytes with a seed; the signature in lower-case hexadecimal digits. */
export function signHex(message: Uint8Array, seed: Uint8Array): string {
  return hexText(sign(message, seed));
}

/** What is wrong with a signature, as the end of a sentence; undefined when it is good. */
export function signatureFault(
  signature: string,
  message: Uint8Array,
  publicKey: string,
): string | undefined {
  const form = signatureFormFault(signature);
  if (form !== undefined) return form;
  const key = hexBytes(publicKey);
  if (key?.length !== KEY_LENGTH) {
    return `cannot be checked: the signer's public key is not ${KEY_LENGTH} bytes of hexadecimal digits`;
  }
  const bytes = hexBytes(signature) ?? new Uint8Array();
  return verify(bytes, message, key) ? undefined : "is not by the signer's key or not over this content";
}

/** Whether a text can be a signature at all: 64 bytes of hexadecimal digits. */
export function signatureFormFault(signature: string): string | undefined {
  return hexBytes(signature)?.length === SIGNATURE_LENGTH
    ? undefined
    : `must be ${SIGNATURE_LENGTH} bytes of hexadecimal digits`;
}
