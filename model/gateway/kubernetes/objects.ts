import type { KubeObject } from "../../shared/kubernetes-object.js";

const GATEWAY_API = "gateway.networking.k8s.io";
const ENVOY_GATEWAY = "gateway.envoyproxy.io";

/** Where the objects of a gateway are. */
export interface ObjectPlace {
  readonly namespace: string;
  /** Of the Gateway that routes belong to. */
  readonly gateway: string;
}

/** A domain that a cluster's Gateway forwards. Host and ports are what `T` says: known now, or later. */
export interface ForwardedDomain<T> {
  /** Of all objects that are made for it. */
  readonly name: string;
  readonly domain: string;
  /** For HTTP; 0 for none. */
  readonly port: number;
  /** For TLS; 0 for none. */
  readonly portTls: number;
  /** Where connections go: an IP address, of IPv4 or IPv6, or a host name. */
  readonly target:
    | { readonly is: "address"; readonly address: T; readonly family: T }
    | { readonly is: "host"; readonly host: string };
}

/** An object without marks of ownership, of which every field below the metadata may hold something late. */
export interface GatewayObject extends Pick<KubeObject, "apiVersion" | "kind"> {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The Gateway, which decrypts nothing. */
export function gatewayObject(
  { namespace, gateway }: ObjectPlace,
  className: string,
  waitFor: "programmed" | "accepted",
): GatewayObject {
  const routes = (kind: string) => ({ namespaces: { from: "Same" }, kinds: [{ group: GATEWAY_API, kind }] });
  return {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "Gateway",
    metadata: {
      name: gateway,
      namespace,
      annotations: { [WAIT_FOR]: waitFor === "programmed" ? "condition=Programmed" : "condition=Accepted" },
    },
    spec: {
      gatewayClassName: className,
      listeners: [
        { name: "http", protocol: "HTTP", port: 80, allowedRoutes: routes("HTTPRoute") },
        {
          ...{ name: "tls", protocol: "TLS", port: 443, allowedRoutes: routes("TLSRoute") },
          tls: { mode: "Passthrough" },
        },
      ],
    },
  };
}

/** What a domain is forwarded by: where it leads to first, then the routes. */
export function proxyObjects<T>(place: ObjectPlace, proxy: ForwardedDomain<T>): readonly GatewayObject[] {
  return [...targetObjects(place, proxy), ...routeObjects(place, proxy)];
}

/** The namespace of a gateway that brings its own. */
export function namespaceObject(name: string): GatewayObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

const WAIT_FOR = "pulumi.com/waitFor";
const SKIP_AWAIT = "pulumi.com/skipAwait";

/** Addresses are told to the cluster as endpoints of a Service without pods; host names Envoy Gateway looks up itself. */
function targetObjects<T>(place: ObjectPlace, proxy: ForwardedDomain<T>): readonly GatewayObject[] {
  const { name, target } = proxy;
  const { namespace } = place;
  if (target.is === "host") {
    return portsOf(proxy).map(({ part, port }) => ({
      apiVersion: `${ENVOY_GATEWAY}/v1alpha1`,
      kind: "Backend",
      metadata: { name: `${name}-${part}`, namespace },
      spec: { endpoints: [{ fqdn: { hostname: target.host, port } }] },
    }));
  }
  const ports = portsOf(proxy).map(({ part, port }) => ({ name: part, port, protocol: "TCP" }));
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      // Without a selector nothing becomes ready that could be waited for.
      metadata: { name, namespace, annotations: { [SKIP_AWAIT]: "true" } },
      spec: {
        clusterIP: "None",
        ports: ports.map((port) => ({ ...port, targetPort: port.port })),
      },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        ...{ name, namespace },
        labels: {
          "kubernetes.io/service-name": name,
          "endpointslice.kubernetes.io/managed-by": "groundplan",
        },
      },
      addressType: target.family,
      endpoints: [{ addresses: [target.address], conditions: { ready: true } }],
      ports,
    },
  ];
}

function routeObjects<T>(place: ObjectPlace, proxy: ForwardedDomain<T>): readonly GatewayObject[] {
  return portsOf(proxy).map(({ part, kind, port }) => ({
    apiVersion: `${GATEWAY_API}/v1`,
    kind,
    metadata: { name: proxy.name, namespace: place.namespace, annotations: { [WAIT_FOR]: ROUTE_TAKEN } },
    spec: {
      parentRefs: [{ group: GATEWAY_API, kind: "Gateway", name: place.gateway }],
      hostnames: [proxy.domain],
      rules: [{ backendRefs: [backendReference(proxy, part, port)] }],
    },
  }));
}

/** A route is taken by its Gateway, and where it leads to is found. */
const ROUTE_TAKEN = JSON.stringify(
  ["Accepted", "ResolvedRefs"].map(
    (type) => `jsonpath={.status.parents[0].conditions[?(@.type=='${type}')].status}=True`,
  ),
);

function backendReference<T>({ name, target }: ForwardedDomain<T>, part: string, port: number): object {
  return target.is === "host"
    ? { group: ENVOY_GATEWAY, kind: "Backend", name: `${name}-${part}` }
    : { group: "", kind: "Service", name, port };
}

function portsOf<T>({ port, portTls }: ForwardedDomain<T>) {
  return [
    ...(port === 0 ? [] : [{ part: "http", kind: "HTTPRoute", port }]),
    ...(portTls === 0 ? [] : [{ part: "tls", kind: "TLSRoute", port: portTls }]),
  ];
}
