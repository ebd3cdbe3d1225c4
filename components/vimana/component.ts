import * as pulumi from "@pulumi/pulumi";
import { wholeSeconds } from "../../model/vimana/objects/durations.js";
import type { PlannedDomain, PlannedServer, PlannedVersion } from "../../model/vimana/planned.js";
import { declareObjects, type PlainObject } from "./declare-object.js";
import { scalingObjects } from "./modes.js";
import { ReadyGate } from "./ready-gate.js";
import { kindOptions, objectOptions, type Scope } from "./scope.js";

/** What a {@link Component} is made from. */
export interface ComponentContext {
  readonly scope: Scope;
  readonly domain: PlannedDomain;
  readonly server: PlannedServer;
  readonly version: PlannedVersion;
  /** What the version's own objects come after. */
  readonly after: readonly pulumi.Resource[];
  /** What routes to it come after, besides. */
  readonly beforeRoutes: readonly pulumi.Resource[];
}

/** Seconds beyond the drain that a version's removal may wait until no route refers to it. */
const DRAIN_SLACK = 300;

/** One version of a server, running: a {@link Vimana} makes it. */
export class Component extends pulumi.ComponentResource {
  readonly version: string;
  /** `<domain id>:<server id>@<version>`. */
  readonly fullName: string;
  /** What its pods are given: pinned, when the digest was looked up. */
  readonly image: pulumi.Output<string>;
  /** Digest of the image; undefined when nothing tells it. */
  readonly digest: pulumi.Output<string | undefined>;
  readonly deploymentName: string;
  readonly serviceName: string;
  /** What weights come after: it can take calls then. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, context: ComponentContext, opts: pulumi.ComponentResourceOptions) {
    super("groundplan:vimana:Component", name, {}, opts);
    const { scope, domain, server, version, after, beforeRoutes } = context;
    const { reference, digest } = scope.imageOf(version);
    this.version = version.version;
    this.fullName = version.fullName;
    this.image = pulumi.output(reference);
    this.digest = digest;
    this.deploymentName = version.deployment;
    this.serviceName = version.service;

    const of = [scope.vimana, domain, server, version] as const;
    const declare = (objects: readonly PlainObject[], before: readonly pulumi.Resource[]) =>
      declareObjects(name, objects, (object) => objectOptions(scope, object, this, before));
    const image = typeof reference === "string" ? reference : this.image;
    // A Service waits for pods: beside its Deployment it could take the place that the Deployment needs to be made.
    const running = declareObjects(name, scope.mode.version(...of, image), (object, declared) =>
      objectOptions(scope, object, this, [...after, ...declared]),
    );
    declare(scalingObjects(...of), running);
    this.ready = scope.mode.operatorMade ? this.#gates(name, context, running) : running;
    declare(scope.mode.pins(...of), [...this.ready, ...beforeRoutes]);
    this.registerOutputs({});
  }

  /** Only the operator's own objects tell when the version runs, and they are not declared here. */
  #gates(name: string, { scope }: ComponentContext, running: readonly pulumi.Resource[]) {
    const { vimana, cluster } = scope;
    const { namespace, spec } = vimana;
    if (!spec.waitForOperator) return running;
    const drainSeconds = wholeSeconds(spec.drain);
    const wait = wholeSeconds(spec.readyTimeout);
    const timeouts = { create: wait, update: wait, delete: drainSeconds + DRAIN_SLACK };
    return [
      new ReadyGate(
        name,
        { cluster, namespace, fullName: this.fullName, image: this.image, drainSeconds, timeouts },
        kindOptions(scope, this, running),
      ),
    ];
  }
}
