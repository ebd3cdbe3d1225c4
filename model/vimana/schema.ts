import { z } from "zod";
import { parseGoDuration } from "../shared/duration.js";

/** Go duration longer than zero: `30s`, `5m`. */
const duration = z.string().superRefine((text, context) => {
  const parsed = parseGoDuration(text);
  const message = parsed.ok ? (parsed.seconds > 0 ? undefined : "must be longer than 0") : parsed.reason;
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

const texts = z.record(z.string(), z.string());
/** Whole weights, or percentages such as `12.5%`; a server uses one of the two. */
const weights = z.record(z.string(), z.union([z.number(), z.string()]));
/** Anything Kubernetes takes at that place; it is passed on as it is. */
const kubernetes = z.record(z.string(), z.unknown());

const issuer = z.strictObject({
  name: z.string().min(1),
  /** Default `ClusterIssuer`. */
  kind: z.string().min(1).default("ClusterIssuer"),
  /** Default `cert-manager.io`. */
  group: z.string().min(1).default("cert-manager.io"),
  /** Whether it proves names by DNS records, as wildcards need. Default false. */
  dns01: z.boolean().default(false),
});

const tls = z.strictObject({
  /**
   * Where certificates come from: `certManager` issues them, `provided` takes them from the stack's secrets,
   * `existing` expects Secrets by their derived names, `selfSignedDev` makes an authority of its own. Default
   * `selfSignedDev`.
   */
  mode: z.enum(["certManager", "provided", "existing", "selfSignedDev"]).default("selfSignedDev"),
  /** Only and always with `certManager`. */
  issuer: issuer.exactOptional(),
  /** Whether Secrets stay when their host goes. Default false. */
  retainSecrets: z.boolean().default(false),
});

const retries = z.strictObject({
  /** Default 2. */
  attempts: z.int().min(0).default(2),
  /** gRPC status names or HTTP codes that are tried again. Default `unavailable`. */
  on: z.array(z.union([z.string().min(1), z.int()])).default(["unavailable"]),
  perTryTimeout: duration.exactOptional(),
});

const traffic = z.strictObject({
  /** Longest call, a stream too. Default none: the caller's deadline alone counts. */
  requestTimeout: duration.exactOptional(),
  /** Longest stream, and longest call in place of `requestTimeout`. Default none. */
  maxStreamDuration: duration.exactOptional(),
  retries: retries.exactOptional(),
  /** Calls that a gateway instance lets through, of one service by one host. */
  rateLimit: z
    .strictObject({
      requests: z.int().min(1),
      /** Default `Second`. */
      unit: z.enum(["Second", "Minute", "Hour", "Day"]).default("Second"),
    })
    .exactOptional(),
  circuitBreaker: z
    .strictObject({
      maxConnections: z.int().min(1).exactOptional(),
      maxPendingRequests: z.int().min(0).exactOptional(),
      maxParallelRequests: z.int().min(1).exactOptional(),
    })
    .exactOptional(),
});

const reflection = z.strictObject({
  /** Services that reflection tells; excludes `allBut`. */
  noneBut: z.array(z.string().min(1)).exactOptional(),
  /** Services that reflection does not tell; excludes `noneBut`. */
  allBut: z.array(z.string().min(1)).exactOptional(),
});

/** A version as declared. */
export const componentSchema = z.strictObject({
  /** Image reference. Default `<registry host>/<domain id>/<server id>:<version>`. */
  image: z.string().min(1).exactOptional(),
  /** Name of the registry, from `groundplan:registries`. Default the hierarchy's. */
  registry: z.string().min(1).exactOptional(),
  /** Not together with `autoscaling`. Default 1. */
  replicas: z.int().min(0).exactOptional(),
  autoscaling: z
    .strictObject({
      /** Default 1. */
      min: z.int().min(1).default(1),
      max: z.int().min(1),
      /** Percent of the requested CPU; not with the Wasm runtime. */
      cpuPercent: z.int().min(1).exactOptional(),
      /** `autoscaling/v2` metrics as they stand. */
      metrics: z.array(kubernetes).exactOptional(),
    })
    .exactOptional(),
  /** Pods that must stay through voluntary disruptions: a number or percentage. Default none. */
  minAvailable: z.union([z.int().min(0), z.string().regex(/^\d{1,3}%$/)]).exactOptional(),
  resources: z
    .strictObject({ requests: texts.exactOptional(), limits: texts.exactOptional() })
    .exactOptional(),
  env: texts.exactOptional(),
  /** Port that the container listens on, cleartext HTTP/2. Default 80. */
  port: z.int().min(1).max(65535).default(80),
  /** Reachable alone by the header `vimana-version`. Default false. */
  pinned: z.boolean().default(false),
});

const check = z
  .strictObject({
    /** GET; passes with a 2xx answer, or as `successWhen` says of its status. */
    http: z.strictObject({ url: z.url(), timeout: duration.default("5s") }).exactOptional(),
    /** An instant query with a single number as its result; `{{service}}` and `{{version}}` stand for the new version's. */
    prometheus: z.strictObject({ address: z.url(), query: z.string().min(1) }).exactOptional(),
    /** Default `30s`. */
    interval: duration.default("30s"),
    /** Measurements. Default 1. */
    count: z.int().min(1).default(1),
    /** Bad measurements that are put up with. Default 0. */
    failureLimit: z.int().min(0).default(0),
    /** Measurements without a result that are put up with. Default 0. */
    inconclusiveLimit: z.int().min(0).default(0),
    /** `<operator> <number>`, as `< 0.01`. Needed by `prometheus`. */
    successWhen: z
      .string()
      .regex(/^\s*(<|<=|>|>=|==|!=)\s*-?\d+(\.\d+)?\s*$/, "must be an operator and a number, as < 0.01")
      .exactOptional(),
  })
  .superRefine((value, context) => {
    if ((value.http === undefined) === (value.prometheus === undefined)) {
      context.addIssue({ code: "custom", message: "must have either http or prometheus" });
    }
    if (value.prometheus !== undefined && value.successWhen === undefined) {
      context.addIssue({ code: "custom", path: ["successWhen"], message: "is needed with prometheus" });
    }
  });

const step = z.strictObject({
  /** Percent of the calls that the new version gets from here on. */
  weight: z.number().min(0).max(100),
  /** Go duration to wait, or `forever`: until the next update with `promote: true`. Default none. */
  pause: z.union([z.literal("forever"), duration]).exactOptional(),
  /** Names of checks that must pass before the next step. Default none. */
  checks: z.array(z.string().min(1)).default([]),
});

/** A rollout as declared. */
export const rolloutSchema = z.strictObject({
  /** Version that is to have all calls in the end. */
  to: z.string().min(1),
  steps: z.array(step).min(1),
  checks: z.record(z.string(), check).default({}),
  /** What a bad check means: `restore` the weights from before, or `hold` them as they are. Default `restore`. */
  onFailure: z.enum(["restore", "hold"]).default("restore"),
  /** Longest time that one update may work on it. */
  deadline: duration,
  /** Past versions, counted from the newest, that are gone back to without steps. Default 0. */
  rollbackWindow: z.int().min(0).default(0),
  /** Continue past the pause that the rollout stands at. Default false. */
  promote: z.boolean().default(false),
  /** Go back to the weights from before. Default false. */
  abort: z.boolean().default(false),
  /** A new value tries a failed or aborted rollout again. Default none. */
  retry: z.union([z.string(), z.int()]).exactOptional(),
});

/** A server as declared. */
export const serverSchema = z.strictObject({
  /** Unique in the domain. Default the key. */
  id: z.string().min(1).exactOptional(),
  /** Full names of gRPC services. */
  services: z.array(z.string().min(1)).default([]),
  /** Take every call of the domain that no other server takes; only without `services`. Default false. */
  catchAll: z.boolean().default(false),
  auth: z
    .strictObject({
      /** Addresses of JSON Web Key Sets. */
      jwks: z.array(z.string().min(1)),
      issuer: z.string().min(1).exactOptional(),
      audiences: z.array(z.string().min(1)).max(8).exactOptional(),
    })
    .exactOptional(),
  features: z.record(z.string(), kubernetes).exactOptional(),
  /** By version. Default all to the only version. */
  weights: weights.exactOptional(),
  /** The document's word for `weights`. */
  versionWeights: weights.exactOptional(),
  /** Who sets weights after the first time: this stack, or somebody else. Default `pulumi`. */
  weightsManagedBy: z.enum(["pulumi", "external"]).default("pulumi"),
  /** Takes the place of weights. */
  rollout: rolloutSchema.exactOptional(),
  /** Versions with weights that other stacks declare. Default none. */
  externalVersions: z.array(z.string().min(1)).default([]),
  /** Permits weights that are all zero. Default false. */
  drained: z.boolean().default(false),
  traffic: traffic.exactOptional(),
  /** A version that gets copies of calls and whose answers nobody sees. */
  mirror: z
    .strictObject({ version: z.string().min(1), percent: z.int().min(0).max(100).default(100) })
    .exactOptional(),
  /** Versions that may be used once more. */
  forgive: z.array(z.strictObject({ version: z.string().min(1), reason: z.string().min(1) })).default([]),
  /** By version. */
  components: z.record(z.string(), componentSchema).default({}),
});

/** A domain as declared. */
export const domainSchema = z.strictObject({
  /** 32 lower-case hex digits. Default: derived from organization, project, stack and the domain's key. */
  id: z.string().min(1).exactOptional(),
  aliases: z.array(z.string().min(1)).default([]),
  regions: z.array(z.string().min(1)).default([]),
  failover: z.array(z.string().min(1)).default([]),
  reflection: reflection.exactOptional(),
  /** The document's place for `reflection`. */
  grpc: z.strictObject({ reflection: reflection.exactOptional() }).exactOptional(),
  openApi: z.boolean().exactOptional(),
  /** Default the Vimana's. */
  tls: tls.exactOptional(),
  servers: z.record(z.string(), serverSchema).default({}),
});

const gateway = z.strictObject({
  /** GatewayClass. Default `envoy-gateway`. */
  className: z.string().min(1).default("envoy-gateway"),
  /** Port of the listeners. Default 443. */
  port: z.int().min(1).max(65535).default(443),
  /** How Envoy Gateway runs proxies: as a Deployment and Service, or as a process on its own host. */
  infrastructure: z
    .discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("Kubernetes"),
        serviceType: z.enum(["LoadBalancer", "ClusterIP", "NodePort"]).default("LoadBalancer"),
        annotations: texts.default({}),
      }),
      z.strictObject({ type: z.literal("Host"), envoyVersion: z.string().min(1).exactOptional() }),
    ])
    .default({ type: "Kubernetes", serviceType: "LoadBalancer", annotations: {} }),
  /** What is waited for: an address (`programmed`), or only that the gateway is taken (`accepted`). Default `programmed`. */
  waitFor: z.enum(["programmed", "accepted"]).default("programmed"),
  /** Where the gateway is reached when it cannot tell. Default: its own status. */
  address: z.string().min(1).exactOptional(),
  /** File that holds the address, for one that is chosen at start. Relative to the project folder. Not with `address`. */
  addressFile: z.string().min(1).exactOptional(),
  /** Whether domains get listeners of their own, for more than 64 hosts. Default `auto`. */
  listenerSets: z.enum(["auto", "always", "never"]).default("auto"),
  /** A listener on port 80, for certificates by HTTP-01. Default false. */
  http01: z.boolean().default(false),
  /** Whether this stack keeps the GatewayClass, and the RuntimeClass of Vimana's own runtime. Default false: they are there. */
  installClass: z.boolean().default(false),
});

/** A Vimana as declared: `groundplan:vimanas.<id>`. */
export const vimanaSchema = z.strictObject({
  /** Name of the cluster, from `groundplan:clusters`. */
  cluster: z.string().min(1),
  /** Object name. Default the key. */
  name: z.string().min(1).exactOptional(),
  /** Default the name. */
  namespace: z.string().min(1).exactOptional(),
  /** Default true. */
  createNamespace: z.boolean().default(true),
  /** Gateway API objects made here, or custom resources for Vimana's operator. Default `direct`. */
  mode: z.enum(["direct", "operator"]).default("direct"),
  /** Default `vimana.host`, in operator mode `app.vimana.host`. */
  canonicalSuffix: z.string().min(1).exactOptional(),
  /** `container`: ordinary images; `vimana`: Wasm components; otherwise a RuntimeClass. Default `container`, in operator mode `vimana`. */
  workloadRuntime: z.string().min(1).exactOptional(),
  /** Name of the registry that images come from, from `groundplan:registries`. Default none. */
  registry: z.string().min(1).exactOptional(),
  /** Whether tags are looked up and pinned: at every preview, or never. Default `always` with a registry. */
  resolve: z.enum(["always", "off"]).exactOptional(),
  regions: z.array(z.string().min(1)).default([]),
  /** Labels of the nodes of a region, by region. */
  regionNodes: z.record(z.string(), texts).default({}),
  gateway: gateway.prefault({}),
  tls: tls.prefault({}),
  /** How long the gateway may keep sending to a version that lost its calls, before it goes. Default `30s`. */
  drain: duration.default("30s"),
  /** How long open streams of a pod that stops may go on. Default `60s`. */
  streamGrace: duration.default("60s"),
  /** How long a version may take to become ready. Default `5m`. */
  readyTimeout: duration.default("5m"),
  /** Whether domains, ledgers and the gateway are protected from removal. Default true. */
  protectIdentity: z.boolean().default(true),
  /** Whether the record of used versions stays when a server goes. Default true. */
  retainLedger: z.boolean().default(true),
  /** Permits a change of `mode`. Default false. */
  allowModeMigration: z.boolean().default(false),
  /** Operator mode: permits a second Vimana on the cluster, which shares the proxy's settings. Default false. */
  allowSharedEnvoyProxy: z.boolean().default(false),
  /** Whether a version below an earlier one is an error. Default false: a warning. */
  monotonicVersions: z.boolean().default(false),
  /** Whether a version may only go after a deployment in which it had no weight. Default false. */
  requireDrain: z.boolean().default(false),
  /** Operator mode: whether this stack keeps the custom resource definitions. Default true. */
  installCrds: z.boolean().default(true),
  /** Operator mode: whether `up` waits for what the operator makes. Default true. */
  waitForOperator: z.boolean().default(true),
  /** Take over objects that exist without this stack's mark. Default false. */
  adopt: z.boolean().default(false),
  domains: z.record(z.string(), domainSchema).default({}),
});

/** Secrets of a Vimana: certificates by host, for `tls.mode: provided`; PEM. */
export const vimanaSecrets = z.strictObject({
  tls: z
    .record(z.string(), z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) }))
    .default({}),
});

/** A Vimana that fits the schema, defaults filled in. */
export type VimanaSpec = z.output<typeof vimanaSchema>;
/** A Vimana as a person writes it. */
export type VimanaInput = z.input<typeof vimanaSchema>;
export type DomainSpec = z.output<typeof domainSchema>;
export type ServerSpec = z.output<typeof serverSchema>;
export type ComponentSpec = z.output<typeof componentSchema>;
export type RolloutSpec = z.output<typeof rolloutSchema>;
export type TlsSpec = z.output<typeof tls>;
export type GatewaySpec = z.output<typeof gateway>;
