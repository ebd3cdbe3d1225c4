import * as pulumi from "@pulumi/pulumi";
import type { VimanaInput } from "../../model/vimana/schema.js";
import type { Cluster } from "./cluster.js";
import type { ResolvedVimanaImages } from "./resolve-images.js";

type DomainInput = NonNullable<VimanaInput["domains"]>[string];
type ServerInput = NonNullable<DomainInput["servers"]>[string];
type ComponentInput = NonNullable<ServerInput["components"]>[string];

/** A version of a server. Its image may be an output of another resource; everything else decides names. */
export interface ComponentArgs extends Omit<ComponentInput, "image"> {
  /** Image reference. @default `<registry host>/<domain id>/<server id>:<version>` */
  readonly image?: pulumi.Input<string>;
}

/** A server: gRPC services that are deployed and upgraded as a unit. */
export interface ServerArgs extends Omit<ServerInput, "components"> {
  /** By version. @default none */
  readonly components?: Readonly<Record<string, ComponentArgs>>;
}

/** A domain: hosts and the servers behind them. */
export interface DomainArgs extends Omit<DomainInput, "servers"> {
  /** By key, which is also the id unless that is given. @default none */
  readonly servers?: Readonly<Record<string, ServerArgs>>;
}

/** A certificate that is provided, PEM. */
export interface CertificateArgs {
  readonly certificate: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
}

/** What a {@link Vimana} is made from: the whole hierarchy at once, so that all its rules are checked first. */
export interface VimanaArgs extends Omit<VimanaInput, "cluster" | "domains"> {
  /** Name of the cluster, from `groundplan:clusters`, or what several Vimanas of a cluster share. */
  readonly cluster: string | Cluster;
  /** By key. @default none */
  readonly domains?: Readonly<Record<string, DomainArgs>>;
  /** By host, for `tls.mode: provided`. @default none */
  readonly certificates?: Readonly<Record<string, CertificateArgs>>;
  /** What {@link resolveVimanaImages} found. @default nothing is looked up: images stay as they are declared */
  readonly images?: ResolvedVimanaImages;
  /** Leaves out the warnings of the rules, where they have been told before. @default false */
  readonly quiet?: boolean;
}

/** Arguments with a text in place of every image that is not known yet, and what the texts stand for. */
export interface PlainArgs {
  readonly input: VimanaInput;
  readonly late: ReadonlyMap<string, pulumi.Output<string>>;
}

/** Puts stand-ins in place of images that are outputs, so that the rules can be checked before they are known. */
export function plainArgs({
  certificates: _certificates,
  images: _images,
  quiet: _quiet,
  ...args
}: VimanaArgs): PlainArgs {
  const late = new Map<string, pulumi.Output<string>>();
  const plainImage = (image: pulumi.Input<string>): string => {
    if (typeof image === "string") return image;
    const standIn = `groundplan.invalid/image:${late.size}-end`;
    late.set(standIn, pulumi.output(image));
    return standIn;
  };
  const input: VimanaInput = {
    ...args,
    cluster: typeof args.cluster === "string" ? args.cluster : args.cluster.cluster,
    domains: mapped(args.domains, (domain) => ({
      ...domain,
      servers: mapped(domain.servers, (server) => ({
        ...server,
        components: mapped(server.components, ({ image, ...component }) => ({
          ...component,
          ...(image === undefined ? {} : { image: plainImage(image) }),
        })),
      })),
    })),
  };
  return { input, late };
}

function mapped<T, R>(record: Readonly<Record<string, T>> = {}, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
