import { randomBytes } from "node:crypto";
import { sealBox } from "../../../model/reservation/crypto/sealed-box.js";
import { wireguardKeys } from "../../../model/reservation/network/wireguard-keys.js";
import { hexBytes, hexText } from "../../../model/reservation/scalars/hex.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";

/**
 * A node's key pair for a network on an explorer. The private key is sealed for the node as soon as it is made, so that
 * the node alone can read it and it is a secret nowhere else.
 */
export interface SealedKey {
  /** Base64. */
  readonly publicKey: string;
  /** Sealed box with the private key's base64 text, hexadecimal. */
  readonly sealed: string;
}

/** A new key pair for a node, by the node's Ed25519 key (hexadecimal). */
export function newSealedKey(nodeKey: string): SealedKey {
  const { publicKey, privateKey } = wireguardKeys(randomBytes(32));
  const box = sealBox(utf8(privateKey), hexBytes(nodeKey) ?? new Uint8Array(), randomBytes(32));
  return { publicKey, sealed: hexText(box) };
}

/** What stands for the key where nodes of the stack have the id of a workload: `sealed:<public key>:<box>`. */
export function sealedKeyText({ publicKey, sealed }: SealedKey): string {
  return `sealed:${publicKey}:${sealed}`;
}

/** The parts of {@link sealedKeyText}; undefined for another text. */
export function parseSealedKey(text: string | undefined): SealedKey | undefined {
  const [, publicKey, sealed] = /^sealed:([A-Za-z0-9+/=]+):([0-9a-f]+)$/.exec(text ?? "") ?? [];
  return publicKey === undefined || sealed === undefined ? undefined : { publicKey, sealed };
}
