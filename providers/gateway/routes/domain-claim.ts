/** What only one workload of a node can have, as `route_claims` calls it. */
export function domainClaim({ domain }: { readonly domain: string }): readonly string[] {
  return [`the domain ${domain}`];
}
