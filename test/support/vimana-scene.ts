import { createHash } from "node:crypto";
import { z } from "zod";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient, KubeObject, ObjectRef } from "../../clients/kubernetes/types.js";
import { labelsOf } from "../../model/vimana/names.js";
import type { VimanaInput } from "../../model/vimana/schema.js";
import { AuditLog } from "./audit-log.js";
import { gatewayAddress, pushEchoImage } from "./gateway.js";
import { GrpcClient, type GrpcTarget } from "./grpc-client.js";
import { testLab, type TestLab } from "./lab.js";
import { TestStack, type Finished } from "./stack.js";
import { until } from "./until.js";

type Operation = "up" | "preview" | "refresh" | "destroy";
type Domains = NonNullable<VimanaInput["domains"]>;
/** A server as a person writes it. */
export type ServerSettings = NonNullable<NonNullable<Domains[string]>["servers"]>[string];
/** Settings of a Vimana that differ from the scene's. */
export type VimanaSettings = Partial<Omit<VimanaInput, "domains">>;

/** A version of a server, to be pushed to the lab's registry. */
export interface EchoVersion {
  /** Key of the domain. */
  readonly domain: string;
  /** Id of the server. */
  readonly server: string;
  readonly version: string;
  /** Services that it answers for. */
  readonly services: readonly string[];
  /** Told to its containers besides, e.g. `{LATENCY_MS: "500"}`; see lab/tools/grpc-echo. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One stack with one Vimana, which has the scene's name, behind the lab's gateway. */
export interface VimanaScene {
  readonly lab: TestLab;
  readonly stack: TestStack;
  readonly kubernetes: KubernetesClient;
  readonly audit: AuditLog;
  /** Id of a domain by its key; the gateway is shared, so it holds the scene's name. */
  domainId(key: string): string;
  /** Canonical host of a domain by its key. */
  hostOf(domain: string): string;
  /** Pushes the lab's gRPC server by the image name that follows from a version. @returns its digest */
  push(version: EchoVersion): Promise<string>;
  /** The scene's Vimana, for a stack file. Domains get the scene's ids. */
  vimana(domains: Domains, settings?: VimanaSettings): VimanaInput;
  /** The stack file's content, for a stack of the same lab. */
  config(vimanas: Readonly<Record<string, VimanaInput>>): Readonly<Record<string, unknown>>;
  /** Writes the stack file with that one Vimana. */
  declare(domains: Domains, settings?: VimanaSettings): void;
  /** An operation that succeeds. @returns What a user sees. */
  make(operation: Operation): Promise<string>;
  /** An operation that fails without having written anything. @returns What a user sees. */
  refused(operation: Operation): Promise<string>;
  /** What a preview shows besides what stays: `update Gateway apps spec.listeners[0].hostname`; sorted. */
  changes(): Promise<readonly string[]>;
  /** What the stack's outputs tell of the Vimana. */
  summary(): Promise<Readonly<Record<string, unknown>>>;
  /** An object in the Vimana's namespace. */
  find(apiVersion: string, kind: string, name: string): Promise<KubeObject | undefined>;
  /** Addresses of a version's pods, by which Envoy's figures tell versions apart. */
  podAddresses(version: Pick<EchoVersion, "domain" | "server" | "version">): Promise<readonly string[]>;
  /** PEM of the authority that the Vimana's certificates are signed by. */
  authority(): Promise<string>;
  /** A client that trusts the Vimana's authority; it is closed after the tests. */
  client(host: string, target?: Partial<GrpcTarget>): Promise<GrpcClient>;
  /** The same, once the gateway has learnt of the service and answers. */
  caller(host: string, service: string): Promise<GrpcClient>;
  /** What has to be done before the stack can be destroyed. */
  beforeEnd(prepare: () => unknown): void;
  /** What is to be done when the stack is destroyed, while the client of the cluster is still there. */
  atEnd(cleanUp: () => Promise<unknown>): void;
}

/** What carries a server's weights in direct mode. */
export const GRPC_ROUTE = { apiVersion: "gateway.networking.k8s.io/v1", kind: "GRPCRoute" } as const;

const REGISTRY = "registry.groundplan.test";
const pod = z.looseObject({ status: z.looseObject({ podIP: z.string() }) });
const secret = z.looseObject({ data: z.looseObject({ "tls.crt": z.string() }) });

/**
 * Sets up a scene for the tests of the surrounding `describe`. After them the stack must be destroyed without a fault.
 * @param name Of the Vimana, its namespace and the stack; keeps tests apart that share a lab.
 */
export function vimanaScene(name: string): VimanaScene {
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;
  const clients: GrpcClient[] = [];
  const preparations: (() => unknown)[] = [];
  const cleanUps: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    lab = await testLab(["gateway"]);
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    audit = new AuditLog(lab.folder);
    stack = new TestStack(lab.folder, {}, undefined, name);
  });

  afterAll(async () => {
    for (const client of clients) client.close();
    for (const prepare of preparations) await prepare();
    succeeded("destroy", await stack.make("destroy"));
    for (const cleanUp of cleanUps) await cleanUp();
    await stack.dispose();
    await kubernetes.close();
  });

  const domainId = (key: string): string =>
    createHash("sha256").update(`${name}/${key}`).digest("hex").slice(0, 32);

  const vimana: VimanaScene["vimana"] = (domains, settings = {}) => ({
    cluster: "lab",
    registry: "lab",
    gateway: { infrastructure: { type: "Host" }, waitFor: "accepted", addressFile: ".lab/gateway/address" },
    drain: "2s",
    readyTimeout: "2m",
    protectIdentity: false,
    retainLedger: false,
    ...settings,
    domains: Object.fromEntries(
      Object.entries(domains).map(([key, domain]) => [key, { id: domainId(key), ...domain }]),
    ),
  });

  const config: VimanaScene["config"] = (vimanas) => ({
    installation: "0123456789ab",
    "pulumi:disable-default-providers": ["kubernetes"],
    clusters: { lab: { kubeconfig: ".lab/cluster/kubeconfig" } },
    registries: {
      lab: {
        host: REGISTRY,
        endpointFile: ".lab/registry/endpoint",
        username: "groundplan",
        passwordFile: ".lab/registry/password",
      },
    },
    vimanas,
  });

  const find: VimanaScene["find"] = (apiVersion, kind, object) =>
    kubernetes.get({ apiVersion, kind, name: object, namespace: name });

  const podAddresses: VimanaScene["podAddresses"] = async ({ domain, server, version }) => {
    const labels = labelsOf({ domain: domainId(domain), server, version });
    const labelSelector = Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(",");
    const { items } = await kubernetes.list(
      { group: "", version: "v1", kind: "Pod" },
      { namespace: name, labelSelector },
    );
    return items.map((item) => pod.parse(item).status.podIP);
  };

  const authority = async (): Promise<string> => {
    const { data } = secret.parse(await find("v1", "Secret", `${name}-gateway-dev-ca`));
    return Buffer.from(data["tls.crt"], "base64").toString("utf8");
  };

  const client: VimanaScene["client"] = async (host, target = {}) => {
    const opened = new GrpcClient({
      address: gatewayAddress(lab),
      serverName: host,
      certificateAuthority: await authority(),
      ...target,
    });
    clients.push(opened);
    return opened;
  };

  return {
    get lab() {
      return lab;
    },
    get stack() {
      return stack;
    },
    get kubernetes() {
      return kubernetes;
    },
    get audit() {
      return audit;
    },
    domainId,
    hostOf: (domain) => `${domainId(domain)}.vimana.host`,
    push: ({ domain, server, version, services, environment = {} }) =>
      pushEchoImage(lab, `${domainId(domain)}/${server}:${version}`, {
        SERVICES: services.join(","),
        ...environment,
      }),
    vimana,
    config,
    declare: (domains, settings) => {
      stack.configure(config({ [name]: vimana(domains, settings) }));
    },
    make: async (operation) => succeeded(operation, await stack.make(operation)),
    async refused(operation) {
      const mark = audit.mark();
      const run = await stack.make(operation);
      if (run.code === 0) throw new Error(`${operation} was not refused:\n${run.output}`);
      expect(audit.ourWritesSince(mark)).toEqual([]);
      return run.output;
    },
    async changes() {
      const { changes } = await stack.preview();
      const lines = changes.map(({ op, urn, detailedDiff }) => {
        const [type = "", resource = ""] = urn.split("::").slice(2);
        const fields = Object.keys(detailedDiff ?? {}).sort();
        return [op, type.slice(type.lastIndexOf(":") + 1), resource, ...fields].join(" ");
      });
      return lines.sort();
    },
    async summary() {
      const { vimanas } = await stack.outputs();
      return (vimanas as Record<string, Record<string, unknown>>)[name] ?? {};
    },
    find,
    podAddresses,
    authority,
    client,
    async caller(host, service) {
      const opened = await client(host);
      await until(`${service} of ${host} to answer`, async () => (await opened.echo(service)).code === "OK");
      return opened;
    },
    beforeEnd: (prepare) => void preparations.push(prepare),
    atEnd: (cleanUp) => void cleanUps.push(cleanUp),
  };
}

/** Removes a namespace that outlives its stack on purpose. */
export async function removeNamespace(kubernetes: KubernetesClient, name: string): Promise<void> {
  const namespace: ObjectRef = { apiVersion: "v1", kind: "Namespace", name };
  await kubernetes.delete(namespace);
  await kubernetes.waitFor(namespace, (object) => object === undefined, { timeoutMs: 60_000 });
}

function succeeded(operation: Operation, { code, output }: Finished): string {
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
  return output;
}
