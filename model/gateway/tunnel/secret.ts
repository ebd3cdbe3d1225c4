import { tunnelSecretFault } from "../../reservation/gateway/tunnel.js";

/** A secret of fewer characters could be guessed from the key that follows from it, which is public. */
const SHORTEST = 16;

/**
 * What is wrong with the plain secret of a reverse proxy, as the end of a sentence; undefined when nothing is.
 *
 * @param customer whose id the secret has to begin with, in decimal digits; undefined for nobody's
 */
export function secretProblem(secret: string, customer: string | undefined): string | undefined {
  const fault = customer === undefined ? undefined : tunnelSecretFault(secret, customer);
  if (fault !== undefined) return fault;
  const prefix = customer === undefined ? 0 : customer.length + 1;
  return Array.from(secret.slice(prefix)).length < SHORTEST
    ? `must have ${SHORTEST} characters or more${prefix === 0 ? "" : " after the customer's id"}`
    : undefined;
}
