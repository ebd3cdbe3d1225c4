import { securityPolicyName, trafficPolicyName } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVimana } from "../planned.js";
import type { ServerSpec } from "../schema.js";
import { gatewayDuration } from "./durations.js";
import { KINDS, referenceTo } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { retryOn } from "./retry-triggers.js";
import { allRouteNames } from "./routes.js";

/** How long a fetched key set counts; Envoy Gateway's default. */
const KEY_SET_AGE = "300s";
/** Envoy would otherwise end every call after 15 seconds, and every stream with it. */
const ENDLESS = "0s";
/** What Envoy Gateway takes for limits that are not given. */
const DEFAULT_LIMIT = 1024;

type Traffic = NonNullable<ServerSpec["traffic"]>;

/**
 * Who may call a server: the bearer of a token that any of the key sets proves. Undefined when everybody may. It must
 * be there before the server's routes are and go after them.
 */
export function securityPolicyObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
): VimanaObject | undefined {
  const { auth } = server.spec;
  if (auth === undefined || auth.jwks.length === 0) return undefined;
  const { issuer, audiences } = auth;
  return namespacedObject(
    KINDS.securityPolicy,
    vimana,
    { name: securityPolicyName(server.fullName), of: { domain: domain.id, server: server.id } },
    {
      spec: {
        targetRefs: targetRefs(server),
        jwt: {
          providers: auth.jwks.map((uri, index) => ({
            name: `jwks-${index}`,
            ...(issuer === undefined ? {} : { issuer }),
            ...(audiences === undefined ? {} : { audiences }),
            remoteJWKS: { uri, cacheDuration: KEY_SET_AGE },
          })),
        },
      },
    },
  );
}

/**
 * What holds for the calls of servers without a policy of their own: they take as long as their callers let them.
 * Undefined without domains, because there is no gateway then.
 */
export function defaultPolicyObject(vimana: PlannedVimana): VimanaObject | undefined {
  const { gatewayName, domains } = vimana;
  if (domains.length === 0) return undefined;
  const spec = { targetRefs: [referenceTo(KINDS.gateway, gatewayName)], ...timeouts({}) };
  return namespacedObject(KINDS.trafficPolicy, vimana, { name: gatewayName }, { spec });
}

/** Timeouts, retries and limits of a server's calls; none when nothing of it is declared. */
export function trafficPolicyObjects(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
): VimanaObject[] {
  const settings = trafficSettings(server.spec.traffic ?? {});
  if (Object.keys(settings).length === 0) return [];
  return [
    namespacedObject(
      KINDS.trafficPolicy,
      vimana,
      { name: trafficPolicyName(server.fullName), of: { domain: domain.id, server: server.id } },
      { spec: { targetRefs: targetRefs(server), ...settings } },
    ),
  ];
}

function targetRefs(server: PlannedServer): unknown[] {
  return allRouteNames(server).map((name) => referenceTo(KINDS.grpcRoute, name));
}

/** A server's policy takes the place of the gateway's, so it says everything that the gateway's says. */
function trafficSettings(traffic: Traffic): Record<string, unknown> {
  const { rateLimit, circuitBreaker } = traffic;
  if (Object.keys(traffic).length === 0) return {};
  return {
    ...timeouts(traffic),
    ...retries(traffic),
    ...(rateLimit === undefined
      ? {}
      : {
          rateLimit: {
            local: { rules: [{ limit: { requests: rateLimit.requests, unit: rateLimit.unit } }] },
          },
        }),
    ...(circuitBreaker === undefined
      ? {}
      : {
          circuitBreaker: {
            maxConnections: circuitBreaker.maxConnections ?? DEFAULT_LIMIT,
            maxPendingRequests: circuitBreaker.maxPendingRequests ?? DEFAULT_LIMIT,
            maxParallelRequests: circuitBreaker.maxParallelRequests ?? DEFAULT_LIMIT,
            maxParallelRetries: DEFAULT_LIMIT,
          },
        }),
  };
}

function timeouts({ requestTimeout, maxStreamDuration }: Traffic): Record<string, unknown> {
  return {
    timeout: {
      http: {
        requestTimeout: requestTimeout === undefined ? ENDLESS : gatewayDuration(requestTimeout),
        ...(maxStreamDuration === undefined ? {} : { maxStreamDuration: gatewayDuration(maxStreamDuration) }),
      },
    },
  };
}

function retries({ retries }: Traffic): Record<string, unknown> {
  if (retries === undefined) return {};
  const { attempts, on, perTryTimeout } = retries;
  return {
    retry: {
      numRetries: attempts,
      retryOn: retryOn(on),
      ...(perTryTimeout === undefined ? {} : { perRetry: { timeout: gatewayDuration(perTryTimeout) } }),
    },
  };
}
