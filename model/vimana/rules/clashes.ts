import type { Problem } from "../../shared/problem.js";
import type { PropertyPath } from "../../shared/property-path.js";
import type { PlannedDomain, PlannedVimana } from "../planned.js";
import { faultAt, repeated, type Place } from "./report.js";

/** A Vimana and where it and its domains stand. */
export interface PlacedVimana {
  readonly planned: PlannedVimana;
  readonly place: Place;
  readonly domains: readonly PlacedDomain[];
}

interface PlacedDomain {
  readonly planned: Pick<PlannedDomain, "id" | "hosts" | "aliases">;
  readonly place: Place;
}

/** What objects of one stack have against each other, inside a Vimana and among several. */
export function clashProblems(vimanas: readonly PlacedVimana[]): readonly Problem[] {
  return [
    ...ONE_ONLY.flatMap(({ of, field, reason, fix }) =>
      repeated(
        vimanas.filter(({ planned }) => of(planned) !== undefined),
        ({ planned }) => `${planned.spec.cluster}/${of(planned) ?? ""}`,
        ({ place }, earlier) => faultAt(place, field, reason(earlier.place.path), fix),
      ),
    ),
    ...sharedProxyProblems(vimanas),
    ...idProblems(vimanas.flatMap(({ domains }) => domains)),
    ...hostProblems(vimanas),
  ];
}

interface OneOnly {
  /** Name, inside the cluster, of what only one Vimana may have; undefined of one that has none. */
  readonly of: (vimana: PlannedVimana) => string | undefined;
  readonly field: PropertyPath;
  readonly reason: (other: string) => string;
  readonly fix: string;
}

const ONE_ONLY: readonly OneOnly[] = [
  {
    of: ({ namespace, gatewayName }) => `${namespace}/${gatewayName}`,
    field: ["name"],
    reason: (other) => `its Gateway is also that of ${other}: same cluster, namespace and name`,
    fix: "give one of them another name or namespace",
  },
  {
    of: ({ mode, namespace }) => (mode === "operator" ? namespace : undefined),
    field: ["namespace"],
    reason: (other) =>
      `its namespace is also that of ${other}; the operator takes one Vimana in each (VIM-2)`,
    fix: "give one of them another namespace",
  },
  {
    of: ({ spec, namespace }) => (spec.createNamespace ? namespace : undefined),
    field: ["createNamespace"],
    reason: (other) => `its namespace is made by ${other} already`,
    fix: 'set "createNamespace: false" on one of them',
  },
  {
    of: ({ gateway }) => (gateway.installClass ? gateway.className : undefined),
    field: ["gateway", "installClass"],
    reason: (other) => `its GatewayClass is made by ${other} already`,
    fix: "remove installClass from one of them",
  },
  {
    of: ({ gateway, wasm, runtimeClass }) => (gateway.installClass && wasm ? runtimeClass : undefined),
    field: ["gateway", "installClass"],
    reason: (other) => `its RuntimeClass is made by ${other} already`,
    fix: "remove installClass from one of them",
  },
];

/** VIM-2: on one cluster the operator has a single EnvoyProxy for all, and each Vimana overwrites it. */
function sharedProxyProblems(vimanas: readonly PlacedVimana[]): readonly Problem[] {
  const operated = vimanas.filter(({ planned }) => planned.mode === "operator");
  return operated.flatMap((vimana) => {
    const { spec } = vimana.planned;
    const other = operated.find(
      ({ planned, place }) => planned.spec.cluster === spec.cluster && place.path !== vimana.place.path,
    );
    if (other === undefined || spec.allowSharedEnvoyProxy) return [];
    const reason = `shares the proxy's settings with ${other.place.path} on cluster ${spec.cluster}, and each overwrites the other's (VIM-2)`;
    const fix = 'move one to another cluster, or set "allowSharedEnvoyProxy: true" on both if that is meant';
    return [faultAt(vimana.place, ["cluster"], reason, fix)];
  });
}

/** DOM-2: ids become hosts and names of objects, so no two domains of a stack have the same. */
function idProblems(domains: readonly PlacedDomain[]): readonly Problem[] {
  return repeated(
    domains,
    ({ planned }) => planned.id,
    ({ place }, earlier) =>
      faultAt(
        place,
        ["id"],
        `this id is also that of ${earlier.place.path} (DOM-2)`,
        "set an id of its own on one of them",
      ),
  );
}

/**
 * DOM-6: one host twice would make the API server refuse the whole Gateway, and Gateways of one namespace would share
 * its Secret.
 */
function hostProblems(vimanas: readonly PlacedVimana[]): readonly Problem[] {
  const hosts = vimanas.flatMap(hostsOf);
  const canonical = new Map(
    hosts.filter(({ field }) => field === CANONICAL).map((use) => [`${use.scope}/${use.host}`, use]),
  );
  // Two equal canonical hosts are told by their ids.
  const all = [...canonical.values(), ...hosts.filter(({ field }) => field !== CANONICAL)];
  return repeated(
    all,
    ({ host, scope }) => `${scope}/${host}`,
    ({ host, field, domain }, earlier) =>
      faultAt(
        domain.place,
        field,
        `host "${host}" also belongs to ${earlier.domain.place.name} (DOM-6)`,
        "remove it from one of them",
      ),
  );
}

interface HostUse {
  readonly host: string;
  readonly field: PropertyPath;
  readonly domain: PlacedDomain;
  /** Where hosts must differ. */
  readonly scope: string;
}

const CANONICAL: PropertyPath = ["id"];

function hostsOf({ planned: { spec, namespace }, domains }: PlacedVimana): readonly HostUse[] {
  const scope = `${spec.cluster}/${namespace}`;
  return domains.flatMap((domain) => {
    const { hosts, aliases } = domain.planned;
    const sound = new Set(hosts.filter(({ canonical }) => !canonical).map(({ host }) => host));
    return [
      ...hosts.flatMap(({ host, canonical }) =>
        canonical ? [{ host, field: CANONICAL, domain, scope }] : [],
      ),
      ...aliases.flatMap((host, index) =>
        sound.has(host) ? [{ host, field: ["aliases", index], domain, scope }] : [],
      ),
    ];
  });
}
