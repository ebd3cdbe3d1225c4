import * as pulumi from "@pulumi/pulumi";
import {
  gatewayObject,
  namespaceObject,
  proxyObjects,
  type ForwardedDomain,
  type GatewayObject,
} from "../../../model/gateway/kubernetes/objects.js";
import { parseIp } from "../../../model/reservation/scalars/ip-address.js";
import { isObject } from "../../../model/shared/json.js";
import { clusterProvider } from "../../kubernetes/cluster-provider.js";
import { DeclaredObject } from "../../kubernetes/declared-object.js";
import { ObjectGuard } from "../../kubernetes/object-guard.js";
import { ownedMetadata } from "../../kubernetes/owned-metadata.js";
import { told } from "../../told.js";
import type { ProxyArgs } from "../args.js";

/** What a {@link ClusterGateway} is made from. */
export interface ClusterGatewayArgs {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  readonly namespace: string;
  /** Whether the namespace is made here. @default false */
  readonly createNamespace?: boolean;
  /** Name of the Gateway. */
  readonly gateway: string;
  /** Has the Gateway made here, with listeners for HTTP on 80 and TLS on 443. @default it is there */
  readonly declare?: { readonly className: string; readonly waitFor: "programmed" | "accepted" };
  /** By key. */
  readonly proxies: Readonly<Record<string, ProxyArgs>>;
}

/**
 * Domains that a Gateway of a cluster forwards, HTTP by host and TLS by server name, without decrypting it.
 *
 * @example
 * new ClusterGateway("edge", {
 *   cluster: "lab",
 *   namespace: "edge",
 *   gateway: "public",
 *   proxies: { shop: { domain: "shop.example.com", addr: "10.0.0.5", port: 80, portTls: 443 } },
 * });
 */
export class ClusterGateway extends pulumi.ComponentResource {
  /** By key: the domain, once it is forwarded. */
  readonly domains: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where the Gateway says it is reached, if it is made here; none while it does not say. */
  readonly addresses: pulumi.Output<readonly string[]>;

  constructor(name: string, args: ClusterGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundplan:gateway:ClusterGateway", name, {}, opts);
    const { cluster, namespace, createNamespace = false, gateway, declare } = args;
    const place = { namespace, gateway };
    const provider = clusterProvider(name, cluster, { parent: this });
    const routes = Object.entries(args.proxies).map(([key, proxy]) => ({
      key,
      proxy,
      objects: proxyObjects(place, forwarded(`${name}-${key}`, proxy)),
    }));
    const namespaces = createNamespace ? [namespaceObject(namespace)] : [];
    const gateways = declare === undefined ? [] : [gatewayObject(place, declare.className, declare.waitFor)];
    const all = [...namespaces, ...gateways, ...routes.flatMap(({ objects }) => objects)];
    const guard = new ObjectGuard(name, { cluster, objects: all.map(identityOf) }, { parent: this });

    const declared = (resource: string, object: GatewayObject, after: readonly pulumi.Resource[]) =>
      new GatewayPart(
        resource,
        { ...object, status: undefined, metadata: ownedMetadata(resource, object.metadata) },
        { parent: this, provider, dependsOn: [...after], ...(REPLACEMENTS[object.kind] ?? {}) },
      );
    const inNamespace = [guard, ...namespaces.map((object) => declared(name, object, [guard]))];
    const made = gateways.map((object) => declared(name, object, inNamespace));
    this.addresses = made[0]?.status.apply(addressesIn) ?? pulumi.output<readonly string[]>([]);
    this.domains = Object.fromEntries(
      routes.map(({ key, proxy, objects }) => {
        const after: pulumi.Resource[] = [...inNamespace, ...made];
        for (const object of objects) {
          after.push(declared(`${name}-${key}${suffixOf(object)}`, object, after));
        }
        const last = after.at(-1);
        const known = last instanceof GatewayPart ? told(last.metadata, undefined) : pulumi.output(undefined);
        return [key, known.apply(() => proxy.domain)];
      }),
    );
    this.registerOutputs({});
  }
}

/** An object whose status is read; a property has to be among the arguments to become an output. */
class GatewayPart extends DeclaredObject {
  declare readonly status: pulumi.Output<unknown>;
}

/** What the API server lets nobody change. An object that keeps its name has to go first. */
const REPLACEMENTS: Readonly<Record<string, pulumi.CustomResourceOptions>> = {
  EndpointSlice: { replaceOnChanges: ["addressType"], deleteBeforeReplace: true },
};

function forwarded(name: string, { addr, ...proxy }: ProxyArgs): ForwardedDomain<pulumi.Input<string>> {
  if (typeof addr === "string" && parseIp(addr) === undefined) {
    return { name, ...proxy, target: { is: "host", host: addr } };
  }
  const address = pulumi.output(addr);
  const family = address.apply((text) => (text.includes(":") ? "IPv6" : "IPv4"));
  return { name, ...proxy, target: { is: "address", address, family } };
}

function identityOf({ apiVersion, kind, metadata: { namespace, name } }: GatewayObject) {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Objects of one kind that one domain has several of differ by the end of their names. */
function suffixOf({ kind, metadata }: GatewayObject): string {
  return kind === "Backend" ? (/-(?:http|tls)$/.exec(metadata.name)?.[0] ?? "") : "";
}

function addressesIn(status: unknown): readonly string[] {
  const addresses = isObject(status) && Array.isArray(status["addresses"]) ? status["addresses"] : [];
  return addresses.flatMap((address: unknown) =>
    isObject(address) && typeof address["value"] === "string" ? [address["value"]] : [],
  );
}
