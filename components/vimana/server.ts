import * as pulumi from "@pulumi/pulumi";
import { componentName, serviceName } from "../../model/vimana/names.js";
import { wholeSeconds } from "../../model/vimana/objects/durations.js";
import type { PlannedDomain, PlannedServer } from "../../model/vimana/planned.js";
import type { TrafficOutputs } from "../../providers/vimana/traffic.js";
import type { VersionLedgerOutputs } from "../../providers/vimana/version-ledger.js";
import { ownedMetadata } from "../kubernetes/owned-metadata.js";
import { Component } from "./component.js";
import { declareObjects, type PlainObject } from "./declare-object.js";
import { kindOptions, objectOptions, protectedIdentity, type Scope } from "./scope.js";
import { told } from "../told.js";
import { Traffic } from "./traffic.js";
import { VersionLedger } from "./version-ledger.js";

/** What a {@link Server} is made from. */
export interface ServerContext {
  readonly scope: Scope;
  readonly domain: PlannedDomain;
  readonly server: PlannedServer;
  /** What everything of the server comes after. */
  readonly after: readonly pulumi.Resource[];
  /** What its routes come after, besides. */
  readonly entrance: readonly pulumi.Resource[];
}

/** gRPC services that are deployed and upgraded as a unit, in one or several versions: a {@link Vimana} makes it. */
export class Server extends pulumi.ComponentResource {
  readonly serverId: string;
  /** `<domain id>:<server id>`. */
  readonly fullName: string;
  /** Names of its routes; further ones where a route cannot take all hosts. */
  readonly routeNames: readonly string[];
  readonly services: readonly string[];
  /** By version. */
  readonly components: Readonly<Record<string, Component>>;
  /** What moves its calls. */
  readonly traffic: Traffic;
  /** Share of the calls by version: `80%`. */
  readonly effectiveWeights: pulumi.Output<TrafficOutputs["effectiveWeights"]>;
  /** The last 20 sets of weights, oldest first. */
  readonly weightHistory: pulumi.Output<TrafficOutputs["history"]>;
  /** Where the rollout stands; empty without one. */
  readonly rollout: pulumi.Output<TrafficOutputs["rolloutStatus"]>;
  /** Every version that was ever used. */
  readonly versionHistory: pulumi.Output<VersionLedgerOutputs["history"]>;

  constructor(name: string, context: ServerContext, opts: pulumi.ComponentResourceOptions) {
    super("groundplan:vimana:Server", name, {}, opts);
    const { scope, domain, server, after, entrance } = context;
    this.serverId = server.id;
    this.fullName = server.fullName;
    this.routeNames = server.routes.map((route) => route.name);
    this.services = server.spec.services;

    const ledger = this.#declareLedger(name, context);
    const of = [scope.vimana, domain, server] as const;
    const policies = declareObjects(name, scope.mode.policies(...of), (object) =>
      objectOptions(scope, object, this, scope.foundation),
    );
    const beforeRoutes = [...entrance, ...policies];
    this.components = Object.fromEntries(
      server.versions.map((version) => [
        version.version,
        new Component(
          `${name}@${version.version}`,
          { scope, domain, server, version, after: [ledger, ...after], beforeRoutes },
          { parent: this, protect: scope.protectRest },
        ),
      ]),
    );
    this.traffic = this.#declareTraffic(name, context, [ledger, ...after, ...beforeRoutes]);
    this.effectiveWeights = told(this.traffic.effectiveWeights, {});
    this.weightHistory = told(this.traffic.history, []);
    this.rollout = told(this.traffic.rolloutStatus, {});
    this.versionHistory = told(ledger.history, {});
    this.registerOutputs({});
  }

  #declareLedger(name: string, { scope, server }: ServerContext): VersionLedger {
    const { namespace, spec } = scope.vimana;
    const versions = server.versions.map(
      (version) => [version.version, scope.imageOf(version).recorded] as const,
    );
    return new VersionLedger(
      name,
      {
        cluster: scope.cluster,
        namespace,
        fullName: server.fullName,
        versions: Object.fromEntries(versions),
        forgive: server.spec.forgive,
        monotonic: spec.monotonicVersions,
        retain: spec.retainLedger,
      },
      { ...kindOptions(scope, this, scope.foundation), protect: protectedIdentity(scope) },
    );
  }

  #declareTraffic(
    name: string,
    { scope, domain, server }: ServerContext,
    after: readonly pulumi.Resource[],
  ): Traffic {
    const { namespace, spec } = scope.vimana;
    const { rollout, weights } = server;
    const carried = callable(server).flatMap((version) => this.components[version]?.ready ?? []);
    return new Traffic(
      name,
      {
        cluster: scope.cluster,
        namespace,
        fullName: server.fullName,
        carriers: scope.mode.carriers(scope.vimana, domain, server).map((object) => carrier(name, object)),
        backends: backends(domain, server),
        managed: server.spec.weightsManagedBy,
        ...(rollout === undefined
          ? { weights: Object.fromEntries(weights.map(({ version, weight }) => [version, weight])) }
          : { rollout }),
        drainSeconds: wholeSeconds(spec.drain),
        requireDrain: spec.requireDrain,
        adopt: spec.adopt,
      },
      kindOptions(scope, this, [...after, ...carried]),
    );
  }
}

/** Versions that calls may be sent to by this update; a dark version that does not come up holds up nobody. */
function callable({ rollout, spec, versions, weights }: PlannedServer): readonly string[] {
  const isOpen = rollout !== undefined || spec.weightsManagedBy === "external";
  if (isOpen) return versions.map(({ version }) => version);
  const mirrored = spec.mirror === undefined ? [] : [spec.mirror.version];
  return [...new Set([...weights.map(({ version }) => version), ...mirrored])];
}

/** Services by version, those of other stacks included. */
function backends(domain: PlannedDomain, { id, spec, versions }: PlannedServer): Record<string, string> {
  const external = spec.externalVersions.map((version): readonly [string, string] => [
    version,
    serviceName(componentName(domain.id, id, version)),
  ]);
  return Object.fromEntries([
    ...external,
    ...versions.map(({ version, service }): readonly [string, string] => [version, service]),
  ]);
}

function carrier(name: string, object: PlainObject): string {
  return JSON.stringify({ ...object, metadata: ownedMetadata(name, object.metadata) });
}
