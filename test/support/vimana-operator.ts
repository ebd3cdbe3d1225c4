import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import {
  canonicalHost,
  componentName,
  DEFAULT_SUFFIX,
  deploymentName,
  gatewayName,
  LABELS,
  listenerName,
  secretName,
  serviceName,
} from "../../model/vimana/names.js";

const GROUP = { group: "api.vimana.host", version: "v1alpha1" } as const;
const GATEWAY_API = "gateway.networking.k8s.io/v1";
const INTERVAL_MS = 100;
const PORT = 80;

const metadata = z.looseObject({ name: z.string(), uid: z.string() });
const domainSchema = z.looseObject({
  metadata,
  spec: z.looseObject({ id: z.string(), vimana: z.string(), aliases: z.array(z.string()).default([]) }),
});
const serverSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    id: z.string(),
    services: z.array(z.string()).default([]),
    versionWeights: z.record(z.string(), z.number()).default({}),
  }),
});
const componentSchema = z.looseObject({
  metadata,
  spec: z.looseObject({ version: z.string(), server: z.string(), domain: z.string(), image: z.string() }),
});
type Domain = z.infer<typeof domainSchema>;
type Server = z.infer<typeof serverSchema>;
type Component = z.infer<typeof componentSchema>;

/**
 * Does for one namespace what Vimana's operator does: makes Gateway, routes, Deployments and Services of the custom
 * resources, and says so in their conditions. Its pods are ordinary containers, and it refers to them from the route
 * some time after the weights have changed, as a controller does.
 */
export class VimanaOperator {
  /** What was applied last, by kind and name of the object. */
  private readonly applied = new Map<string, string>();
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly kubernetes: KubernetesClient,
    private readonly namespace: string,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.reconcile();
      await pause(INTERVAL_MS);
    }
  }

  private async reconcile(): Promise<void> {
    const [vimanas, domains, servers, components] = await Promise.all([
      this.list("Vimana", z.looseObject({ metadata })),
      this.list("Domain", domainSchema),
      this.list("Server", serverSchema),
      this.list("Component", componentSchema),
    ]);
    for (const component of components) {
      await this.apply(this.deployment(component));
      await this.apply(this.service(component));
      await this.report("Component", component.metadata);
    }
    for (const vimana of vimanas) {
      if (domains.length === 0) continue;
      await this.apply(this.gateway(vimana, domains));
      await this.report("Vimana", vimana.metadata);
    }
    for (const domain of domains) {
      await this.apply(this.route(domain, servers));
      await this.report("Domain", domain.metadata);
    }
  }

  private async list<T>(kind: string, schema: z.ZodType<T>): Promise<T[]> {
    const { items } = await this.kubernetes.list({ ...GROUP, kind }, { namespace: this.namespace });
    return items
      .filter((item) => item.metadata.deletionTimestamp === undefined)
      .map((item) => schema.parse(item));
  }

  /** Applies what is not as it was applied last. An object whose owner is gone is the garbage collector's. */
  private async apply(object: KubeObject): Promise<void> {
    const key = `${object.kind}/${object.metadata.name ?? ""}`;
    const text = JSON.stringify(object);
    if (this.applied.get(key) === text) return;
    await this.kubernetes.apply(object, { fieldManager: "vimana-operator", force: true });
    this.applied.set(key, text);
  }

  private async report(kind: string, { name, uid }: z.infer<typeof metadata>): Promise<void> {
    if (this.applied.get(`status of ${kind}/${name}`) === uid) return;
    const condition = {
      type: "Available",
      status: "True",
      reason: "Reconciled",
      message: `Successfully reconciled ${kind.toLowerCase()}`,
      lastTransitionTime: new Date().toISOString(),
    };
    await this.kubernetes.patch(
      { ...GROUP, apiVersion: `${GROUP.group}/${GROUP.version}`, kind, name, namespace: this.namespace },
      { status: { conditions: [condition] } },
      { type: "merge", fieldManager: "vimana-operator", subresource: "status" },
    );
    this.applied.set(`status of ${kind}/${name}`, uid);
  }

  private deployment(component: Component): KubeObject {
    const labels = labelsOf(component);
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: this.owned(component, "Component", deploymentName(nameOf(component)), labels),
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "grpc", image: component.spec.image }] },
        },
      },
    };
  }

  private service(component: Component): KubeObject {
    const labels = labelsOf(component);
    return {
      apiVersion: "v1",
      kind: "Service",
      metadata: this.owned(component, "Component", serviceName(nameOf(component)), labels),
      spec: { selector: labels, ports: [{ port: PORT, appProtocol: "kubernetes.io/h2c" }] },
    };
  }

  private gateway(vimana: { metadata: z.infer<typeof metadata> }, domains: readonly Domain[]): KubeObject {
    return {
      apiVersion: GATEWAY_API,
      kind: "Gateway",
      metadata: this.owned(vimana, "Vimana", gatewayName(vimana.metadata.name), {}),
      spec: {
        gatewayClassName: "envoy-gateway",
        listeners: domains.flatMap(hostsOf).map((hostname) => ({
          name: listenerName(hostname),
          protocol: "HTTPS",
          port: 443,
          hostname,
          tls: {
            certificateRefs: [{ kind: "Secret", name: secretName(hostname), namespace: this.namespace }],
          },
          allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] },
        })),
      },
    };
  }

  private route(domain: Domain, servers: readonly Server[]): KubeObject {
    const { id, vimana } = domain.spec;
    const own = servers.filter((server) => server.metadata.labels[LABELS.domain] === domain.metadata.name);
    return {
      apiVersion: GATEWAY_API,
      kind: "GRPCRoute",
      metadata: this.owned(domain, "Domain", id, { [LABELS.domain]: id }),
      spec: {
        parentRefs: [{ name: gatewayName(vimana) }],
        hostnames: hostsOf(domain),
        rules: own.map(({ spec }) => ({
          matches: spec.services.map((service) => ({ method: { type: "Exact", service } })),
          backendRefs: Object.entries(spec.versionWeights)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([version, weight]) => ({
              kind: "Service",
              name: serviceName(componentName(id, spec.id, version)),
              port: PORT,
              weight,
            })),
        })),
      },
    };
  }

  private owned(
    owner: { metadata: z.infer<typeof metadata> },
    kind: string,
    name: string,
    labels: Readonly<Record<string, string>>,
  ): KubeObject["metadata"] {
    const { name: ownerName, uid } = owner.metadata;
    const reference = {
      apiVersion: `${GROUP.group}/${GROUP.version}`,
      kind,
      name: ownerName,
      uid,
      controller: true,
    };
    return { name, namespace: this.namespace, labels, ownerReferences: [reference] };
  }
}

function hostsOf({ spec }: Domain): readonly string[] {
  return [canonicalHost(spec.id, DEFAULT_SUFFIX.operator), ...spec.aliases];
}

function nameOf({ spec }: Component): string {
  return componentName(spec.domain, spec.server, spec.version);
}

function labelsOf({ spec }: Component): Record<string, string> {
  return { [LABELS.domain]: spec.domain, [LABELS.server]: spec.server, [LABELS.version]: spec.version };
}
