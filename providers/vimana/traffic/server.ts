import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { serviceName } from "../../../model/vimana/names.js";
import { versionFault } from "../../../model/vimana/versions.js";
import type { KindContext } from "../../runtime/context.js";
import { clusterTarget } from "../../targets/cluster.js";
import { type Carrier, carrierOf, type Naming } from "../carriers.js";
import type { Measure } from "../checks/measure.js";
import type { TrafficInputs } from "../traffic.js";
import { readCarrier } from "./carrier-texts.js";
import type { Timing } from "./timing.js";

/** What a handler works with besides its data. */
export interface Surroundings {
  readonly timing: Timing;
  readonly measure: Measure;
}

/** One carrier as declared: without weights and without this resource's own marks. */
export interface Declared {
  readonly object: KubeObject;
  readonly carrier: Carrier;
}

/** The server whose calls are directed, and the cluster that it is on. */
export interface Server extends Surroundings {
  readonly context: KindContext;
  readonly client: KubernetesClient;
  readonly inputs: TrafficInputs;
  readonly declared: readonly Declared[];
  /** The server's id within its domain, for messages. */
  readonly name: string;
  /** What errors are about. */
  readonly where: string;
}

/** Connects to the cluster of a server. */
export async function openServer(
  surroundings: Surroundings,
  context: KindContext,
  inputs: TrafficInputs,
): Promise<Server> {
  return {
    ...surroundings,
    context,
    inputs,
    client: await context.target(clusterTarget, inputs.cluster),
    declared: inputs.carriers.map(readDeclared),
    name: inputs.fullName.slice(inputs.fullName.indexOf(":") + 1),
    where: `server ${inputs.fullName} on cluster ${inputs.cluster}`,
  };
}

/** Id of the resource. */
export function idOf({ namespace, fullName }: Pick<TrafficInputs, "namespace" | "fullName">): string {
  return `${namespace}/${fullName}`;
}

/**
 * How the versions of a server are called. Names of Services follow from versions, so one that is not declared any
 * more is found again among those that are remembered.
 *
 * @param remembered versions that may still have calls
 */
export function namingOf(
  { fullName, backends }: Pick<TrafficInputs, "fullName" | "backends">,
  remembered: Iterable<string>,
): Naming {
  const serviceOf = (version: string): string =>
    backends[version] ??
    (versionFault(version) === undefined ? serviceName(`${fullName}@${version}`) : version);
  const versions = new Map(
    [...remembered, ...Object.keys(backends)].map((version) => [serviceOf(version), version]),
  );
  return { serviceOf, versionOf: (service) => versions.get(service) ?? service };
}

function readDeclared(text: string): Declared {
  const object = readCarrier(text);
  const carrier = carrierOf(object);
  if (carrier !== undefined) return { object, carrier };
  throw new Failure({
    what: `${object.apiVersion} ${object.kind} carries no weights`,
    next: "Run `pulumi up`",
  });
}
