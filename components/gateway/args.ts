import type * as pulumi from "@pulumi/pulumi";
import type { GatewayNodeArgs } from "./gateway-node.js";
import type { ClusterGatewayArgs } from "./kubernetes/cluster-gateway.js";

/** Values that may be known late. */
type Texts = readonly pulumi.Input<string>[];

/** A domain that is forwarded. */
export interface ProxyArgs {
  readonly domain: string;
  /** Address or host name. */
  readonly addr: pulumi.Input<string>;
  /** For HTTP; 0 for none. */
  readonly port: number;
  /** For TLS; 0 for none. */
  readonly portTls: number;
}

/** A domain that is forwarded to who dials in. */
export interface ReverseProxyArgs {
  readonly domain: string;
  readonly secret: pulumi.Input<string>;
  readonly localHttp: number;
  readonly localTls: number;
}

/** A name. */
export interface SubdomainArgs {
  readonly domain: string;
  /** @default the gateway's addresses */
  readonly ips?: Texts;
  /** Seconds. @default 3600 */
  readonly ttl?: number;
  /** @default false */
  readonly adopt?: boolean;
}

/** A zone. */
export interface DelegateArgs {
  readonly domain: string;
  /** Host names. */
  readonly nameServers: readonly string[];
  /** Node of the name server; with an explorer the gateway's id there. */
  readonly node: string;
  /** Seconds. @default 3600 */
  readonly ttl?: number;
}

/** A machine that gets an address. */
export interface FourToSixArgs {
  readonly publicKey: pulumi.Input<string>;
  /** Id of the user that the address follows from. @default the resource itself */
  readonly customer?: string | undefined;
}

/** A gateway of a stack file. */
export interface GatewaySettings {
  /** What carries out routes and addresses. */
  readonly carrier:
    | { readonly via: "node"; readonly node: string; readonly setUp: Omit<GatewayNodeArgs, "node"> }
    | {
        readonly via: "explorer";
        readonly node: string;
        readonly explorer: string;
        readonly pool: string;
        /** Identity that signs. */
        readonly identity: string;
      }
    | ({ readonly via: "kubernetes" } & Omit<ClusterGatewayArgs, "proxies">);
  /** From `groundplan:nameServers`. @default none: an explorer's gateway keeps names itself */
  readonly nameServer?: string | undefined;
  /** Where clients reach it, as far as that is declared. */
  readonly addresses: readonly string[];
  /** What clients of reverse proxies dial. @default as the node says */
  readonly tunnelAddress?: string | undefined;
  /** Id of the user whose tunnels these are. @default nobody's */
  readonly customer?: string | undefined;
  readonly onUnreachable: "fail" | "abandon";
  readonly proxies: Readonly<Record<string, ProxyArgs>>;
  readonly reverseProxies: Readonly<Record<string, ReverseProxyArgs>>;
  readonly subdomains: Readonly<Record<string, SubdomainArgs>>;
  readonly delegates: Readonly<Record<string, DelegateArgs>>;
  readonly fourToSix: Readonly<Record<string, FourToSixArgs>>;
}
