import type * as pulumi from "@pulumi/pulumi";
import type { VimanaArgs } from "./args.js";
import { Cluster } from "./cluster.js";
import type { Component } from "./component.js";
import type { Domain } from "./domain.js";
import type { ResolvedVimanaImages } from "./resolve-images.js";
import type { Server } from "./server.js";
import { summaryOf } from "./summary.js";
import { Vimana } from "./vimana.js";

/** A Vimana of a stack file. */
export type VimanaSettings = Omit<VimanaArgs, "cluster" | "images"> & { readonly cluster: string };

/** Vimanas that have been declared. */
export interface DeclaredVimanas {
  readonly vimanas: Readonly<Record<string, Vimana>>;
  /**
   * For references of a stack file, then by output: a Vimana by its id, and below it `<id>/<domain>`,
   * `<id>/<domain>/<server>` and `<id>/<domain>/<server>@<version>`.
   */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;
  /** What a person wants to see, by Vimana. */
  readonly summary: Readonly<Record<string, pulumi.Output<Readonly<Record<string, unknown>>>>>;
}

/**
 * Declares Vimanas with all that is in them. Those of one cluster share what they can.
 *
 * @param settings by id, without faults
 * @param images what {@link resolveVimanaImages} found for the same Vimanas
 */
export function declareVimanas(
  settings: Readonly<Record<string, VimanaSettings>>,
  images: ResolvedVimanaImages,
): DeclaredVimanas {
  const clusters = new Map<string, Cluster>();
  const clusterOf = (name: string): Cluster => {
    const cluster = clusters.get(name) ?? new Cluster(name);
    clusters.set(name, cluster);
    return cluster;
  };
  const vimanas = Object.fromEntries(
    Object.entries(settings)
      .sort(([, left], [, right]) => installs(right) - installs(left))
      .map(([id, args]) => [id, new Vimana(id, { ...args, cluster: clusterOf(args.cluster), images })]),
  );
  return {
    vimanas,
    outputs: Object.fromEntries(Object.entries(vimanas).flatMap(([id, vimana]) => vimanaOutputs(id, vimana))),
    summary: Object.fromEntries(Object.entries(vimanas).map(([id, vimana]) => [id, summaryOf(vimana)])),
  };
}

/** Those that make what they share come first, so that the others can be declared after it. */
function installs({ gateway, createNamespace = true }: VimanaSettings): number {
  return (gateway?.installClass === true ? 2 : 0) + (createNamespace ? 1 : 0);
}

type Outputs = readonly [string, Readonly<Record<string, pulumi.Input<unknown>>>];

function vimanaOutputs(id: string, vimana: Vimana): readonly Outputs[] {
  const { gatewayName, namespace, addresses, domains } = vimana;
  const address = addresses.apply(([first]) => first ?? "");
  return [
    [id, { gatewayName, namespace, address }],
    ...Object.entries(domains).flatMap(([key, domain]) => domainOutputs(`${id}/${key}`, domain)),
  ];
}

function domainOutputs(id: string, { domainId, canonicalHost, servers }: Domain): readonly Outputs[] {
  return [
    [id, { id: domainId, canonicalHost }],
    ...Object.entries(servers).flatMap(([key, server]) => serverOutputs(`${id}/${key}`, server)),
  ];
}

function serverOutputs(id: string, { fullName, routeNames, components }: Server): readonly Outputs[] {
  const [routeName = ""] = routeNames;
  return [
    [id, { fullName, routeName }],
    ...Object.values(components).map((component): Outputs => [
      `${id}@${component.version}`,
      componentOutputs(component),
    ]),
  ];
}

function componentOutputs({ fullName, image, digest, deploymentName, serviceName }: Component) {
  return { fullName, image, digest, pinned: image, deploymentName, serviceName };
}
