import { hexBytes, hexText } from "../scalars/hex.js";
import { utf8 } from "../scalars/utf8.js";
import { openSealedBox, sealBox } from "./sealed-box.js";
import { closeSharedBox, openSharedBox } from "./shared-box.js";

/** Random bytes that one encryption needs, never used again. */
export const SECRET_RANDOMNESS = 32;
const NONCE = 24;

/** Who a secret is from and for. */
export interface SecretRoute {
  /** Version of the workload; 0 is for everybody's sealed box, from 1 on only the customer can have written it. */
  readonly version: number;
  /** Ed25519 seed of the customer. */
  readonly customerSeed: Uint8Array;
  /** Ed25519 public key of the node. */
  readonly nodeKey: Uint8Array;
}

/**
 * A secret of a workload encrypted for its node, hexadecimal. Every call gives other digits, so keep them in the state
 * and encrypt again only when secret, node or customer changes.
 *
 * @param random {@link SECRET_RANDOMNESS} random bytes.
 */
export function encryptSecret(
  secret: string,
  { version, customerSeed, nodeKey }: SecretRoute,
  random: Uint8Array,
): string {
  const box =
    version === 0
      ? sealBox(utf8(secret), nodeKey, random)
      : closeSharedBox(utf8(secret), customerSeed, nodeKey, random.slice(0, NONCE));
  return hexText(box);
}

/**
 * What a node reads of an encrypted secret; undefined when it is not for this node, not by this customer, or changed.
 * @param customerKey Ed25519 public key of the customer.
 */
export function decryptSecret(
  cipher: string,
  version: number,
  nodeSeed: Uint8Array,
  customerKey: Uint8Array,
): string | undefined {
  const box = hexBytes(cipher);
  if (box === undefined) return undefined;
  const secret = version === 0 ? openSealedBox(box, nodeSeed) : openSharedBox(box, nodeSeed, customerKey);
  return secret === undefined ? undefined : Buffer.from(secret).toString("utf8");
}
