import { createHash } from "node:crypto";
import type { VimanaInput } from "../../model/vimana/schema.js";

/** Versions of every server; both have calls. */
const VERSIONS = ["1.0.0", "1.1.0"] as const;
/** Servers of every domain. */
const SERVERS = 5;

/** How the calls of the very first server are shared; equal editions are equal hierarchies. */
export type Edition = "first" | "second";

/**
 * A Vimana with so many domains of five servers with two versions each, which nothing has to be looked up for. In another
 * namespace it is the same objects.
 */
export function benchVimana(namespace: string, domains: number, edition: Edition): VimanaInput {
  return {
    cluster: "lab",
    name: "bench",
    namespace,
    registry: "main",
    resolve: "off",
    gateway: { waitFor: "accepted", address: "192.0.2.1" },
    protectIdentity: false,
    retainLedger: false,
    drain: "1s",
    domains: Object.fromEntries(
      Array.from({ length: domains }, (_, index) => [
        `domain-${index}`,
        { id: idOf(index), servers: servers(index === 0 ? edition : "first") },
      ]),
    ),
  };
}

type Servers = NonNullable<NonNullable<VimanaInput["domains"]>[string]["servers"]>;

function servers(edition: Edition): Servers {
  return Object.fromEntries(
    Array.from({ length: SERVERS }, (_, index) => [
      `server-${index}`,
      {
        services: [`bench.Service${index}`],
        components: Object.fromEntries(VERSIONS.map((version) => [version, {}])),
        weights: shares(index === 0 ? edition : "first"),
      },
    ]),
  );
}

function shares(edition: Edition): Record<string, number> {
  const [stable, newest] = VERSIONS;
  return { [stable]: edition === "first" ? 4 : 1, [newest]: 1 };
}

function idOf(domain: number): string {
  return createHash("sha256").update(String(domain)).digest("hex").slice(0, 32);
}
