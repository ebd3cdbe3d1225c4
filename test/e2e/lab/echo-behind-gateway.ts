import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubeObject, KubernetesClient } from "../../../clients/kubernetes/types.js";
import { GrpcClient } from "../../support/grpc-client.js";
import { gatewayAddress } from "../../support/gateway.js";
import type { TestLab } from "../../support/lab.js";
import { selfSigned, type SelfSigned } from "../../support/self-signed.js";
import { until } from "../../support/until.js";

/** The service that is served. */
export const SERVICE = "example.grpc.Greeter";

const WITHIN_MS = 90_000;

/** What is served where. */
export interface Served {
  /** Kubernetes namespace, made for it. */
  readonly namespace: string;
  /** Name by which clients call. */
  readonly host: string;
  /** Images behind the one route, each as a Deployment and a Service named by its key, with equal weights. */
  readonly images: Readonly<Record<string, string>>;
}

/** A Gateway of its own with one TLS listener, one route and the lab's gRPC server behind them, made by hand. */
export class EchoBehindGateway {
  private readonly certificate: SelfSigned;

  private constructor(
    private readonly lab: TestLab,
    private readonly kubernetes: KubernetesClient,
    private readonly served: Served,
  ) {
    this.certificate = selfSigned(served.host);
  }

  /** Applies everything and waits until the first call is answered. */
  static async serve(lab: TestLab, served: Served): Promise<EchoBehindGateway> {
    const kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    const scene = new EchoBehindGateway(lab, kubernetes, served);
    for (const object of scene.objects())
      await kubernetes.apply(object, { fieldManager: "test", force: true });
    for (const name of Object.keys(served.images)) await scene.available(name);
    await scene.answers();
    return scene;
  }

  /** A client that asks for the host's name and trusts its certificate. */
  client(serverName = this.served.host): GrpcClient {
    const { certificate } = this.certificate;
    return new GrpcClient({
      address: gatewayAddress(this.lab),
      serverName,
      certificateAuthority: certificate,
    });
  }

  /** Waits until a call through the gateway is answered. */
  answers(): Promise<true> {
    return until("an answer through the gateway", async () => {
      const client = this.client();
      try {
        return (await client.echo(SERVICE, { deadlineMs: 2000 })).code !== "UNAVAILABLE";
      } finally {
        client.close();
      }
    }).then(() => true);
  }

  /** Removes a Deployment and waits until its pods are gone. */
  async remove(name: string): Promise<void> {
    const { namespace } = this.served;
    await this.kubernetes.delete({ apiVersion: "apps/v1", kind: "Deployment", namespace, name });
    await until(`the pods of ${name} to end`, async () => {
      const pods = await this.kubernetes.list(
        { group: "", version: "v1", kind: "Pod" },
        { namespace, labelSelector: `app=${name}` },
      );
      return pods.items.length === 0;
    });
  }

  close(): Promise<void> {
    return this.kubernetes.close();
  }

  private async available(name: string): Promise<void> {
    await this.kubernetes.waitFor(
      { apiVersion: "apps/v1", kind: "Deployment", namespace: this.served.namespace, name },
      (object) =>
        (object as { status?: { availableReplicas?: number } } | undefined)?.status?.availableReplicas === 1,
      { timeoutMs: WITHIN_MS },
    );
  }

  private objects(): readonly KubeObject[] {
    const { namespace, host, images } = this.served;
    const { certificate, key } = this.certificate;
    const names = Object.keys(images);
    return [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { namespace, name: "certificate" },
        type: "kubernetes.io/tls",
        data: { "tls.crt": base64(certificate), "tls.key": base64(key) },
      },
      ...names.flatMap((name) => [this.deployment(name), this.service(name)]),
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { namespace, name: "entry" },
        spec: {
          gatewayClassName: "envoy-gateway",
          listeners: [
            {
              name: "tls",
              protocol: "HTTPS",
              port: 443,
              hostname: host,
              tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "certificate" }] },
            },
          ],
        },
      },
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GRPCRoute",
        metadata: { namespace, name: "greeter" },
        spec: {
          parentRefs: [{ name: "entry" }],
          hostnames: [host],
          rules: [
            {
              matches: [{ method: { type: "Exact", service: SERVICE } }],
              backendRefs: names.map((name) => ({ name, port: 80, weight: 1 })),
            },
          ],
        },
      },
    ];
  }

  private deployment(name: string): KubeObject {
    const container = {
      name: "server",
      image: this.served.images[name],
      env: [{ name: "SERVICES", value: SERVICE }],
      readinessProbe: { grpc: { port: 80 }, periodSeconds: 1 },
    };
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace: this.served.namespace, name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
      },
    };
  }

  private service(name: string): KubeObject {
    return {
      apiVersion: "v1",
      kind: "Service",
      metadata: { namespace: this.served.namespace, name },
      spec: { selector: { app: name }, ports: [{ port: 80, appProtocol: "kubernetes.io/h2c" }] },
    };
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
