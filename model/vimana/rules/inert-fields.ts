import type { Problem } from "../../shared/problem.js";
import type { PropertyPath } from "../../shared/property-path.js";
import type { ComponentSpec, DomainSpec, ServerSpec, VimanaSpec } from "../schema.js";
import { faultAt, warningAt, type Place } from "./report.js";

/** A field that one of the modes does nothing with. */
interface Row<S> {
  readonly field: PropertyPath;
  readonly isSet: (spec: S) => boolean;
  readonly why: string;
}

/** Fields of one level of the hierarchy, by mode and by what comes of setting them. */
interface InertFields<S> {
  /** Vimana's own fields: stored, and waiting for an operator that reads them (DOM-11). */
  readonly warned: { readonly operator: readonly Row<S>[]; readonly direct: readonly Row<S>[] };
  /** Fields of ours for objects that the operator makes itself; there is no place to put them. */
  readonly refused: readonly Row<S>[];
}

const STORED = "stored, not enforced by the operator at v1alpha1 (DOM-11)";
const NO_DATA_PLANE = "not carried out in direct mode: nothing in the gateway provides it (DOM-11)";
const GATEWAY_BY_OPERATOR = "the operator makes the Gateway and the EnvoyProxy";
const ROUTE_BY_OPERATOR = "the operator makes the route";
const DEPLOYMENT_BY_OPERATOR = "the operator makes the Deployment";

const VIMANA: InertFields<VimanaSpec> = {
  warned: {
    operator: [{ field: ["regions"], isSet: ({ regions }) => regions.length > 0, why: STORED }],
    direct: [],
  },
  refused: [
    {
      field: ["gateway", "className"],
      isSet: ({ gateway }) => gateway.className !== "envoy-gateway",
      why: GATEWAY_BY_OPERATOR,
    },
    { field: ["gateway", "port"], isSet: ({ gateway }) => gateway.port !== 443, why: GATEWAY_BY_OPERATOR },
    {
      field: ["gateway", "infrastructure"],
      isSet: ({ gateway: { infrastructure } }) =>
        infrastructure.type !== "Kubernetes" ||
        infrastructure.serviceType !== "LoadBalancer" ||
        Object.keys(infrastructure.annotations).length > 0,
      why: GATEWAY_BY_OPERATOR,
    },
    {
      field: ["gateway", "listenerSets"],
      isSet: ({ gateway }) => gateway.listenerSets === "always",
      why: GATEWAY_BY_OPERATOR,
    },
    { field: ["gateway", "http01"], isSet: ({ gateway }) => gateway.http01, why: GATEWAY_BY_OPERATOR },
    {
      field: ["gateway", "installClass"],
      isSet: ({ gateway }) => gateway.installClass,
      why: "the operator makes the GatewayClass",
    },
    {
      field: ["regionNodes"],
      isSet: ({ regionNodes }) => Object.keys(regionNodes).length > 0,
      why: DEPLOYMENT_BY_OPERATOR,
    },
  ],
};

const DOMAIN: InertFields<DomainSpec> = {
  warned: {
    operator: [
      { field: ["openApi"], isSet: hasOpenApi, why: STORED },
      { field: ["reflection"], isSet: ({ reflection }) => reflection !== undefined, why: STORED },
      { field: ["grpc", "reflection"], isSet: ({ grpc }) => grpc?.reflection !== undefined, why: STORED },
      { field: ["failover"], isSet: hasFailover, why: STORED },
      { field: ["regions"], isSet: ({ regions }) => regions.length > 0, why: STORED },
    ],
    direct: [
      { field: ["openApi"], isSet: hasOpenApi, why: NO_DATA_PLANE },
      { field: ["reflection"], isSet: ({ reflection }) => reflection !== undefined, why: NO_DATA_PLANE },
      {
        field: ["grpc", "reflection"],
        isSet: ({ grpc }) => grpc?.reflection !== undefined,
        why: NO_DATA_PLANE,
      },
      {
        field: ["failover"],
        isSet: hasFailover,
        why: "not carried out in direct mode: Envoy Gateway cannot put a host behind Services as a fallback (DOM-11)",
      },
    ],
  },
  refused: [],
};

const SERVER: InertFields<ServerSpec> = {
  warned: {
    operator: [
      { field: ["auth"], isSet: ({ auth }) => auth !== undefined, why: STORED },
      { field: ["features"], isSet: hasFeatures, why: STORED },
    ],
    direct: [{ field: ["features"], isSet: hasFeatures, why: NO_DATA_PLANE }],
  },
  refused: [
    { field: ["traffic"], isSet: ({ traffic }) => traffic !== undefined, why: ROUTE_BY_OPERATOR },
    { field: ["mirror"], isSet: ({ mirror }) => mirror !== undefined, why: ROUTE_BY_OPERATOR },
  ],
};

const COMPONENT: InertFields<ComponentSpec> = {
  warned: { operator: [], direct: [] },
  refused: [
    { field: ["replicas"], isSet: ({ replicas }) => replicas !== undefined, why: DEPLOYMENT_BY_OPERATOR },
    { field: ["resources"], isSet: ({ resources }) => resources !== undefined, why: DEPLOYMENT_BY_OPERATOR },
    { field: ["env"], isSet: ({ env }) => env !== undefined, why: DEPLOYMENT_BY_OPERATOR },
    { field: ["pinned"], isSet: ({ pinned }) => pinned, why: ROUTE_BY_OPERATOR },
  ],
};

/** Fields of each level that have no effect in one of the modes. */
export const INERT_FIELDS = { vimana: VIMANA, domain: DOMAIN, server: SERVER, component: COMPONENT } as const;

/** A warning or an error for each field that is set and has no effect; none is ignored in silence. */
export function inertProblems<S>(
  fields: InertFields<S>,
  spec: S,
  operator: boolean,
  place: Place,
): readonly Problem[] {
  const warned = (operator ? fields.warned.operator : fields.warned.direct)
    .filter(({ isSet }) => isSet(spec))
    .map(({ field, why }) => warningAt(place, field, `${String(field.at(-1))} is ${why}`));
  const refused = (operator ? fields.refused : [])
    .filter(({ isSet }) => isSet(spec))
    .map(({ field, why }) =>
      faultAt(
        place,
        field,
        `${String(field.at(-1))} has no effect in operator mode: ${why} and leaves no place for it`,
        'remove it, or use "mode: direct"',
      ),
    );
  return [...refused, ...warned];
}

function hasOpenApi({ openApi }: DomainSpec): boolean {
  return openApi === true;
}

function hasFailover({ failover }: DomainSpec): boolean {
  return failover.length > 0;
}

function hasFeatures({ features }: ServerSpec): boolean {
  return Object.keys(features ?? {}).length > 0;
}
