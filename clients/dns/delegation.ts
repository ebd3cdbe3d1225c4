import { Resolver } from "node:dns/promises";

/** Milliseconds that the machine's own resolver has. */
const TIMEOUT_MS = 2_000;

/**
 * The name servers of a zone as everybody finds them, by the machine's own resolver; none when nobody finds any, or the
 * resolver does not answer.
 */
export async function delegatedTo(zone: string): Promise<readonly string[]> {
  try {
    const servers = await new Resolver({ timeout: TIMEOUT_MS, tries: 1 }).resolveNs(zone);
    return servers.map((server) => server.toLowerCase());
  } catch {
    return [];
  }
}
