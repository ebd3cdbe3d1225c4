import { createHash } from "node:crypto";
import { z } from "zod";
import type { KubeObject } from "../../clients/kubernetes/types.js";
import { labelsOf } from "../../model/vimana/names.js";
import type { VimanaInput } from "../../model/vimana/schema.js";
import { gatewayAddress, pushEchoImage } from "./gateway.js";
import { GrpcClient, type GrpcTarget } from "./grpc-client.js";
import { StackScene } from "./stack-scene.js";
import { until } from "./until.js";

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

/** What carries a server's weights in direct mode. */
export const GRPC_ROUTE = { apiVersion: "gateway.networking.k8s.io/v1", kind: "GRPCRoute" } as const;

const REGISTRY = "registry.groundplan.test";
const pod = z.looseObject({ status: z.looseObject({ podIP: z.string() }) });
const secret = z.looseObject({ data: z.looseObject({ "tls.crt": z.string() }) });

/** One stack with one Vimana, which has the scene's name, behind the lab's gateway. */
export class VimanaScene extends StackScene {
  private readonly clients: GrpcClient[] = [];

  constructor(private readonly name: string) {
    super({ profiles: ["gateway"], stack: name });
    this.beforeEnd(() => {
      for (const client of this.clients) client.close();
    });
  }

  /** Id of a domain by its key; the gateway is shared, so it holds the scene's name. */
  domainId(key: string): string {
    return createHash("sha256").update(`${this.name}/${key}`).digest("hex").slice(0, 32);
  }

  /** Canonical host of a domain by its key. */
  hostOf(domain: string): string {
    return `${this.domainId(domain)}.vimana.host`;
  }

  /** Pushes the lab's gRPC server by the image name that follows from a version. @returns its digest */
  push({ domain, server, version, services, environment = {} }: EchoVersion): Promise<string> {
    return pushEchoImage(this.lab, `${this.domainId(domain)}/${server}:${version}`, {
      SERVICES: services.join(","),
      ...environment,
    });
  }

  /** The scene's Vimana, for a stack file. Domains get the scene's ids. */
  vimana(domains: Domains, settings: VimanaSettings = {}): VimanaInput {
    return {
      cluster: "lab",
      registry: "lab",
      gateway: { infrastructure: { type: "Host" }, waitFor: "accepted", addressFile: ".lab/gateway/address" },
      drain: "2s",
      readyTimeout: "2m",
      protectIdentity: false,
      retainLedger: false,
      ...settings,
      domains: Object.fromEntries(
        Object.entries(domains).map(([key, domain]) => [key, { id: this.domainId(key), ...domain }]),
      ),
    };
  }

  /** The stack file's content, for a stack of the same lab. */
  config(vimanas: Readonly<Record<string, VimanaInput>>): Readonly<Record<string, unknown>> {
    return this.stackFile({
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
  }

  /** Writes the stack file with that one Vimana. */
  declare(domains: Domains, settings?: VimanaSettings): void {
    this.stack.configure(this.config({ [this.name]: this.vimana(domains, settings) }));
  }

  /** What a preview shows besides what stays: `update Gateway apps spec.listeners[0].hostname`; sorted. */
  async changes(): Promise<readonly string[]> {
    const { changes } = await this.stack.preview();
    const lines = changes.map(({ op, urn, detailedDiff }) => {
      const [type = "", resource = ""] = urn.split("::").slice(2);
      const fields = Object.keys(detailedDiff ?? {}).sort();
      return [op, type.slice(type.lastIndexOf(":") + 1), resource, ...fields].join(" ");
    });
    return lines.sort();
  }

  /** What the stack's outputs tell of the Vimana. */
  summary(): Promise<Readonly<Record<string, unknown>>> {
    return this.outputOf("vimanas", this.name);
  }

  /** An object in the Vimana's namespace. */
  find(apiVersion: string, kind: string, name: string): Promise<KubeObject | undefined> {
    return this.kubernetes.get({ apiVersion, kind, name, namespace: this.name });
  }

  /** Addresses of a version's pods, by which Envoy's figures tell versions apart. */
  async podAddresses({
    domain,
    server,
    version,
  }: Pick<EchoVersion, "domain" | "server" | "version">): Promise<readonly string[]> {
    const labels = labelsOf({ domain: this.domainId(domain), server, version });
    const labelSelector = Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(",");
    const { items } = await this.kubernetes.list(
      { group: "", version: "v1", kind: "Pod" },
      { namespace: this.name, labelSelector },
    );
    return items.map((item) => pod.parse(item).status.podIP);
  }

  /** PEM of the authority that the Vimana's certificates are signed by. */
  async authority(): Promise<string> {
    const { data } = secret.parse(await this.find("v1", "Secret", `${this.name}-gateway-dev-ca`));
    return Buffer.from(data["tls.crt"], "base64").toString("utf8");
  }

  /** A client that trusts the Vimana's authority; it is closed after the tests. */
  async client(host: string, target: Partial<GrpcTarget> = {}): Promise<GrpcClient> {
    const opened = new GrpcClient({
      address: gatewayAddress(this.lab),
      serverName: host,
      certificateAuthority: await this.authority(),
      ...target,
    });
    this.clients.push(opened);
    return opened;
  }

  /** The same, once the gateway has learnt of the service and answers. */
  async caller(host: string, service: string): Promise<GrpcClient> {
    const opened = await this.client(host);
    await until(`${service} of ${host} to answer`, async () => (await opened.echo(service)).code === "OK");
    return opened;
  }
}

/**
 * Sets up a scene for the tests of the surrounding `describe`.
 * @param name Of the Vimana, its namespace and the stack; keeps tests apart that share a lab.
 */
export function vimanaScene(name: string): VimanaScene {
  return new VimanaScene(name);
}
