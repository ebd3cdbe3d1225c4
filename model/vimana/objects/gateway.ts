import { listenerSetName } from "../names.js";
import type { PlannedDomain, PlannedHost, PlannedVimana } from "../planned.js";
import type { GatewaySpec } from "../schema.js";
import { KINDS, referenceTo } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { gatewayWait } from "./waits.js";

/** Settings of one gateway's proxies; named as the gateway. */
export function envoyProxyObject(vimana: PlannedVimana): VimanaObject {
  return namespacedObject(
    KINDS.envoyProxy,
    vimana,
    { name: vimana.gatewayName },
    { spec: { provider: provider(vimana.gateway.infrastructure) } },
  );
}

/**
 * The gateway of a Vimana, with a listener for each host, or none of them when domains have ListenerSets. Undefined
 * without domains, because a gateway must listen to something.
 */
export function gatewayObject(vimana: PlannedVimana): VimanaObject | undefined {
  if (vimana.domains.length === 0) return undefined;
  const { gateway, gatewayName, listenerSets } = vimana;
  const hosts = listenerSets ? [] : vimana.domains.flatMap((domain) => domain.hosts);
  // The plain one is first, so that a new domain does not move it.
  const plain = gateway.http01 ? [HTTP_LISTENER] : listenerSets ? [PLACEHOLDER] : [];
  return namespacedObject(
    KINDS.gateway,
    vimana,
    { name: gatewayName, annotations: gatewayWait(gateway.waitFor) },
    {
      spec: {
        gatewayClassName: gateway.className,
        infrastructure: { parametersRef: referenceTo(KINDS.envoyProxy, gatewayName) },
        ...(listenerSets ? { allowedListeners: { namespaces: { from: "Same" } } } : {}),
        listeners: [...plain, ...hosts.map((host) => hostListener(host, gateway.port))],
      },
    },
  );
}

/** Listeners of one domain, where a Vimana has more hosts than one Gateway takes. */
export function listenerSetObject(vimana: PlannedVimana, domain: PlannedDomain): VimanaObject {
  const { gateway, gatewayName } = vimana;
  return namespacedObject(
    KINDS.listenerSet,
    vimana,
    {
      name: listenerSetName(domain.id),
      of: { domain: domain.id },
      annotations: gatewayWait(gateway.waitFor),
    },
    {
      spec: {
        parentRef: referenceTo(KINDS.gateway, gatewayName),
        listeners: domain.hosts.map((host) => hostListener(host, gateway.port)),
      },
    },
  );
}

function provider(infrastructure: GatewaySpec["infrastructure"]): Record<string, unknown> {
  switch (infrastructure.type) {
    case "Kubernetes": {
      const { type, serviceType, annotations } = infrastructure;
      return { type, kubernetes: { envoyService: { type: serviceType, annotations } } };
    }
    case "Host": {
      const { type, envoyVersion } = infrastructure;
      return { type, host: envoyVersion === undefined ? {} : { envoyVersion } };
    }
  }
}

function hostListener({ host, listener, secret }: PlannedHost, port: number): Record<string, unknown> {
  return {
    name: listener,
    protocol: "HTTPS",
    port,
    hostname: host,
    tls: { mode: "Terminate", certificateRefs: [referenceTo(KINDS.secret, secret)] },
    allowedRoutes: allowedRoutes(KINDS.grpcRoute),
  };
}

function allowedRoutes({ group, kind }: { readonly group: string; readonly kind: string }): unknown {
  return { namespaces: { from: "Same" }, kinds: [{ group, kind }] };
}

/** Where certificate authorities ask for proof of a name. */
const HTTP_LISTENER = {
  name: "http",
  protocol: "HTTP",
  port: 80,
  allowedRoutes: allowedRoutes(KINDS.httpRoute),
} as const;

/** A Gateway without listeners is refused, though ListenerSets bring all that matter. No request has this host. */
const PLACEHOLDER = { ...HTTP_LISTENER, name: "placeholder", hostname: "placeholder.invalid" } as const;
