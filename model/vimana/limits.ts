/** Sizes that Gateway API takes; an object beyond one is refused as a whole. */
export const LIMITS = {
  /** Listeners of a Gateway or of a ListenerSet. */
  listeners: 64,
  /** Host names of a route. */
  routeHosts: 16,
  /** Rules of a route. In operator mode each server of a domain is one. */
  routeRules: 16,
  /** Matches of a rule. In operator mode each service of a server is one. */
  ruleMatches: 64,
  /** Matches of a route. */
  routeMatches: 128,
  /** Backends of a rule: versions with weights. */
  backends: 16,
  /** Characters of a gRPC service's name. */
  serviceName: 1024,
  /** Key sets of a server (Envoy Gateway). */
  jwks: 16,
  /** Characters of a key set's address (Envoy Gateway). */
  jwksAddress: 253,
} as const;
