import * as pulumi from "@pulumi/pulumi";
import type { PlannedDomain } from "../../model/vimana/planned.js";
import { dnsRecords, type DnsRecord } from "../../model/vimana/dns-records.js";
import { wholeSeconds } from "../../model/vimana/objects/durations.js";
import { declareObject } from "./declare-object.js";
import { DomainIdentity } from "./domain-identity.js";
import { RouteGate } from "./route-gate.js";
import { kindOptions, objectOptions, type Scope } from "./scope.js";
import { Server } from "./server.js";
import { told } from "../told.js";

/** What a {@link Domain} is made from. */
export interface DomainContext {
  readonly scope: Scope;
  readonly domain: PlannedDomain;
  /** What everything of the domain comes after. */
  readonly after: readonly pulumi.Resource[];
  /** Where the gateway is reached. Default: as the domain's own route tells it, or nowhere known. */
  readonly addresses: pulumi.Output<readonly string[]> | undefined;
}

/** Hosts, and the servers behind them: a {@link Vimana} makes it. */
export class Domain extends pulumi.ComponentResource {
  /** 32 hex digits. */
  readonly domainId: string;
  /** `<id>.<suffix>`. */
  readonly canonicalHost: string;
  /** Canonical host and aliases. */
  readonly hosts: readonly string[];
  /** Names of the TLS Secrets, in the order of the hosts. */
  readonly secretNames: readonly string[];
  /** By key. */
  readonly servers: Readonly<Record<string, Server>>;
  /** Where the gateway is reached; empty while it does not say. */
  readonly addresses: pulumi.Output<readonly string[]>;
  /** What people have to create where their names are kept. */
  readonly dnsRecords: pulumi.Output<readonly DnsRecord[]>;

  constructor(name: string, context: DomainContext, opts: pulumi.ComponentResourceOptions) {
    super("groundplan:vimana:Domain", name, {}, opts);
    const { scope, domain, after } = context;
    this.domainId = domain.id;
    this.canonicalHost = domain.canonicalHost;
    this.hosts = domain.hosts.map(({ host }) => host);
    this.secretNames = domain.hosts.map(({ secret }) => secret);

    new DomainIdentity(name, scope, this);
    const objects = scope.mode
      .domain(scope.vimana, domain)
      .map((object) => declareObject(name, object, objectOptions(scope, object, this, after)));
    this.servers = Object.fromEntries(
      domain.servers.map((server) => [
        server.key,
        new Server(
          `${name}/${server.id}`,
          { scope, domain, server, after: objects, entrance: after },
          { parent: this, protect: scope.protectRest },
        ),
      ]),
    );
    const routed = this.#awaitRoute(name, context);
    this.addresses = context.addresses ?? routed ?? pulumi.output<readonly string[]>([]);
    this.dnsRecords = this.addresses.apply((addresses) => dnsRecords(domain, addresses));
    this.registerOutputs({});
  }

  #awaitRoute(name: string, { scope, domain }: DomainContext): pulumi.Output<readonly string[]> | undefined {
    const { vimana, cluster, mode } = scope;
    if (!mode.operatorMade || !vimana.spec.waitForOperator) return undefined;
    const wait = wholeSeconds(vimana.spec.readyTimeout);
    const servers = domain.servers.map(({ id, spec, rollout, weights }) => {
      const isOpen = rollout !== undefined || spec.weightsManagedBy === "external";
      const expected = Object.fromEntries(weights.map(({ version, weight }) => [version, weight]));
      return [id, { services: spec.services, ...(isOpen ? {} : { weights: expected }) }] as const;
    });
    const gate = new RouteGate(
      name,
      {
        cluster,
        namespace: vimana.namespace,
        gateway: vimana.gatewayName,
        domain: domain.id,
        hosts: [...this.hosts],
        servers: Object.fromEntries(servers),
        timeouts: { create: wait, update: wait },
      },
      kindOptions(
        scope,
        this,
        Object.values(this.servers).map(({ traffic }) => traffic),
      ),
    );
    return told(gate.addresses, []);
  }
}
