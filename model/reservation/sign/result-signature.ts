import { utf8 } from "../scalars/utf8.js";
import type { Result } from "../types/result.js";
import { signatureFault, signHex } from "./signature.js";

/** The bytes of a result that its node signs: state, message, and the data exactly as sent. */
export function resultMessage({ state, message, dataJson }: Pick<Result, "state" | "message" | "dataJson">) {
  return Uint8Array.from([state, ...utf8(message), ...utf8(dataJson)]);
}

/** A result with its node's signature. */
export function signResult(result: Result, nodeSeed: Uint8Array): Result {
  return { ...result, signature: signHex(resultMessage(result), nodeSeed) };
}

/**
 * What is wrong with a result's signature, as the end of a sentence.
 * @param nodeKey The node's public key, hexadecimal.
 */
export function resultSignatureFault(result: Result, nodeKey: string): string | undefined {
  return signatureFault(result.signature, resultMessage(result), nodeKey);
}
