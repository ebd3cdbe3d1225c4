import type { ComponentSpec, GatewaySpec, RolloutSpec, ServerSpec, TlsSpec, VimanaSpec } from "./schema.js";

/**
 * A Vimana with everything derived and every rule passed: what objects are made from. Lists are in the order in which
 * objects show them (domains by id, versions by semantic version), so that reordering a stack file changes nothing.
 */
export interface PlannedVimana {
  /** Key in the stack file, or the component's name; begins the logical names of all resources. */
  readonly key: string;
  readonly spec: Omit<VimanaSpec, "domains">;
  readonly name: string;
  readonly namespace: string;
  readonly mode: "direct" | "operator";
  readonly canonicalSuffix: string;
  /** `runtimeClassName` of pods; none for plain containers. */
  readonly runtimeClass?: string;
  /** Whether pods are Wasm components of Vimana's own runtime: no ports, no probes by exec, images by tag. */
  readonly wasm: boolean;
  /** `<name>-gateway`. */
  readonly gatewayName: string;
  readonly gateway: GatewaySpec;
  /** Whether domains have ListenerSets of their own. */
  readonly listenerSets: boolean;
  readonly domains: readonly PlannedDomain[];
  /** Listeners in use and the most there may be on one Gateway. */
  readonly limits: { readonly listeners: { readonly used: number; readonly max: number } };
}

export interface PlannedDomain {
  readonly key: string;
  readonly id: string;
  /** `<id>.<suffix>`. */
  readonly canonicalHost: string;
  /** Canonical host first, then aliases as written. */
  readonly hosts: readonly PlannedHost[];
  readonly tls: TlsSpec;
  /** The domain's own regions that are also the Vimana's; where one of the two has none, the other's. */
  readonly regions: readonly string[];
  /** Labels of nodes that pods of the domain may run on, one set for each region with known nodes. None: anywhere. */
  readonly nodeLabels: readonly Readonly<Record<string, string>>[];
  readonly failover: readonly string[];
  readonly reflection?: { readonly noneBut?: readonly string[]; readonly allBut?: readonly string[] };
  readonly openApi?: boolean;
  readonly aliases: readonly string[];
  readonly declaredRegions: readonly string[];
  readonly servers: readonly PlannedServer[];
}

export interface PlannedHost {
  readonly host: string;
  readonly canonical: boolean;
  /** Listener, `l-…`. */
  readonly listener: string;
  /** TLS Secret and Certificate, `c-…`. */
  readonly secret: string;
}

export interface PlannedServer {
  readonly key: string;
  readonly id: string;
  /** `<domain id>:<server id>`. */
  readonly fullName: string;
  readonly spec: Omit<ServerSpec, "components" | "rollout" | "weights" | "versionWeights">;
  /** Routes: `r-…`, one for each 16 hosts. In operator mode the domain's only route, which is named as its id. */
  readonly routes: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  readonly versions: readonly PlannedVersion[];
  /** In the order of versions, zeros left out, divided by their greatest divisor. Empty with a rollout or when drained. */
  readonly weights: readonly PlannedWeight[];
  readonly rollout?: RolloutSpec;
}

export interface PlannedWeight {
  readonly version: string;
  /** Backend, `s-…`. */
  readonly service: string;
  readonly weight: number;
  /** Share of the calls, 0–100. */
  readonly percent: number;
}

export interface PlannedVersion {
  readonly version: string;
  /** `<domain id>:<server id>@<version>`. */
  readonly fullName: string;
  readonly spec: ComponentSpec;
  /** As declared or built from the registry's host; a reference to something not known yet stands in it as it is. */
  readonly image: string;
  /** `d-…`. */
  readonly deployment: string;
  /** `s-…`. */
  readonly service: string;
}
