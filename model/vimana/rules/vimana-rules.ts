import { dnsLabelFault, dnsSubdomainFault, MAX_LABEL } from "../../shared/names.js";
import type { Problem } from "../../shared/problem.js";
import { suffixFault } from "../hosts.js";
import { LIMITS } from "../limits.js";
import { DEFAULT_SUFFIX, gatewayName } from "../names.js";
import { inOrder, type VimanaScope } from "../scope.js";
import type { PlannedDomain } from "../planned.js";
import type { TlsSpec } from "../schema.js";
import { faultAt, faultIf, warningAt, type Place } from "./report.js";

const NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const REGION = /^[a-z0-9-]*\/[a-z0-9-]+$/;

/** Rules of a Vimana's own fields. */
export function vimanaProblems(
  scope: VimanaScope,
  { listenerSets }: Listeners,
  place: Place,
): readonly Problem[] {
  const { spec, name, namespace, operator, suffix, context } = scope;
  const { registry, gateway } = spec;
  return [
    ...faultIf(place, ["name"], `name "${name}"`, nameFault(name)),
    ...faultIf(place, ["namespace"], `namespace "${namespace}"`, dnsLabelFault(namespace)),
    ...faultIf(place, ["canonicalSuffix"], `canonical suffix "${suffix}"`, suffixFault(suffix)),
    ...(operator && suffix !== DEFAULT_SUFFIX.operator
      ? [
          faultAt(
            place,
            ["canonicalSuffix"],
            `must be ${DEFAULT_SUFFIX.operator} in operator mode: the operator has it built in (DOM-3)`,
            'remove it, or use "mode: direct"',
          ),
        ]
      : []),
    ...runtimeProblems(scope, place),
    ...(registry === undefined || Object.hasOwn(context.registryHosts, registry)
      ? []
      : [faultAt(place, ["registry"], undeclaredRegistry(registry, context.registryHosts))]),
    ...((gateway.http01 || listenerSets) && gateway.port === 80
      ? [
          faultAt(
            place,
            ["gateway", "port"],
            "port 80 is that of a plain listener, which http01 and ListenerSets need",
            "use another port",
          ),
        ]
      : []),
    ...(gateway.address !== undefined && gateway.addressFile !== undefined
      ? [
          faultAt(
            place,
            ["gateway", "addressFile"],
            "address and addressFile exclude each other",
            "keep one of the two",
          ),
        ]
      : []),
    ...tlsProblems(spec.tls, ["tls"], place),
    ...regionProblems(spec.regions, place),
  ];
}

/** What to say of a registry's name that no stack file declares. */
export function undeclaredRegistry(name: string, hosts: Readonly<Record<string, string>>): string {
  const known = Object.keys(hosts).sort(inOrder).join(", ");
  return `there is no registry "${name}"; declared are: ${known === "" ? "none" : known}`;
}

/** Rules of where certificates come from, for a Vimana or one domain. */
export function tlsProblems(tls: TlsSpec, field: readonly string[], place: Place): readonly Problem[] {
  if (tls.mode === "certManager" && tls.issuer === undefined) {
    const reason = 'an issuer is needed with "mode: certManager"';
    return [faultAt(place, [...field, "issuer"], reason, "name the issuer, as {name: letsencrypt}")];
  }
  if (tls.mode !== "certManager" && tls.issuer !== undefined) {
    const reason = `an issuer has an effect with "mode: certManager" only, and the mode is ${tls.mode}`;
    return [faultAt(place, [...field, "issuer"], reason, "remove it, or change the mode")];
  }
  return [];
}

/** Rules of regions, for a Vimana or one domain. */
export function regionProblems(regions: readonly string[], place: Place): readonly Problem[] {
  return regions.flatMap((region, index) =>
    REGION.test(region)
      ? []
      : [
          warningAt(
            place,
            ["regions", index],
            `region "${region}" should have the form <cloud>/<region> or /<region>, as aws/us-east (GRP-1)`,
          ),
        ],
  );
}

/** How many listeners a Vimana's hosts need, and whether ListenerSets hold them. */
export interface Listeners {
  /** All hosts, and the one for `http01`. */
  readonly count: number;
  readonly listenerSets: boolean;
}

/** DOM-8: what a Gateway takes, or with ListenerSets the set of one domain. */
export function listenerProblems(
  domains: readonly { readonly planned: Pick<PlannedDomain, "hosts">; readonly place: Place }[],
  { count, listenerSets }: Listeners,
  { operator, spec }: VimanaScope,
  place: Place,
): readonly Problem[] {
  const most = LIMITS.listeners;
  if (listenerSets) {
    return domains
      .filter(({ planned }) => planned.hosts.length > most)
      .map(({ planned, place: domain }) =>
        faultAt(
          domain,
          ["aliases"],
          `needs ${planned.hosts.length} listeners; a ListenerSet takes ${most} (DOM-8)`,
          "share its aliases out among domains",
        ),
      );
  }
  if (count <= most) return [];
  const own = spec.gateway.http01 ? ", one of them for http01" : "";
  const reason = `the hosts of its domains need ${count} listeners${own}; a Gateway takes ${most} (DOM-8)`;
  const fix = operator
    ? "remove domains or aliases, or share them out among Vimanas"
    : 'remove domains or aliases, or set "gateway.listenerSets: auto"';
  return [faultAt(place, ["domains"], reason, fix)];
}

function nameFault(name: string): string | undefined {
  const longest = MAX_LABEL - gatewayName("").length;
  if (name.length > longest) return `must have at most ${longest} characters and has ${name.length} (VIM-1)`;
  if (NAME.test(name)) return undefined;
  return "must consist of lower-case letters, digits and dashes, begin with a letter and not end with a dash (VIM-1)";
}

function runtimeProblems({ operator, runtime, wasm }: VimanaScope, place: Place): readonly Problem[] {
  if (operator && !wasm) {
    const reason = `workload runtime "${runtime}" has no effect in operator mode: the operator runs everything by Vimana's own`;
    return [faultAt(place, ["workloadRuntime"], reason, 'remove it, or use "mode: direct"')];
  }
  return faultIf(place, ["workloadRuntime"], `workload runtime "${runtime}"`, dnsSubdomainFault(runtime));
}
