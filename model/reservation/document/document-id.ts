import { sha256 } from "../scalars/hash.js";

/** Bits of an id: as many as every JSON number carries exactly. */
const ID_BITS = 53n;

/**
 * The id of a reservation that no server numbers: it follows from the reservation's name, so that it can be signed
 * before anything is deployed.
 *
 * @param stack `<installation>/<project>/<stack>`
 * @returns decimal digits, above 0
 */
export function documentId(stack: string, name: string): string {
  const hash = sha256(`${stack}/${name}`);
  const number = BigInt(`0x${Buffer.from(hash).toString("hex")}`) % (2n ** ID_BITS - 1n);
  return String(number + 1n);
}
