import { base58Text } from "../crypto/base58.js";
import { md5 } from "../scalars/hash.js";

/** Characters of a network's id: with a letter and a dash before it, it just fits the name of an interface. */
const ID_LENGTH = 13;

/** What a network is called on a node. */
export interface NetworkNames {
  readonly id: string;
  readonly bridge: string;
  readonly namespace: string;
  readonly wireguard: string;
}

/**
 * The names of a user's network on its nodes, which follow from the user's id and the network's name.
 * @param tid Decimal.
 */
export function networkNames(tid: string, name: string): NetworkNames {
  const id = base58Text(md5(`${tid}${name}`)).slice(0, ID_LENGTH);
  return { id, bridge: `b-${id}`, namespace: `n-${id}`, wireguard: `w-${id}` };
}
