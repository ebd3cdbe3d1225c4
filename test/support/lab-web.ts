import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubeObject, KubernetesClient } from "../../clients/kubernetes/types.js";
import { until } from "./until.js";

const TIMEOUT_MS = 60_000;
const PORT = 8080;

/** A small web server with two replicas, and the Service in front of it. */
export class Web {
  private constructor(private readonly client: KubernetesClient) {}

  static async in(kubeconfig: string): Promise<Web> {
    return new Web(await connectKubernetes({ kubeconfig: { path: kubeconfig } }));
  }

  /** Applies it and waits until it is rolled out. */
  async rollOut(): Promise<void> {
    for (const object of [deployment(), service()])
      await this.client.apply(object, { fieldManager: "test", force: true });
    await this.available();
  }

  /** Waits until both replicas are available. */
  async available(): Promise<void> {
    await this.client.waitFor(
      { apiVersion: "apps/v1", kind: "Deployment", namespace: "default", name: "web" },
      (object) =>
        Number(
          (object as { status?: { availableReplicas?: number } } | undefined)?.status?.availableReplicas,
        ) === 2,
      { timeoutMs: TIMEOUT_MS },
    );
  }

  async pods(): Promise<readonly KubeObject[]> {
    return (await this.client.list({ group: "", version: "v1", kind: "Pod" }, { labelSelector: "app=web" }))
      .items;
  }

  /** What each replica answers to the host, which asks it at its own address; waits until both do. */
  answers(): Promise<readonly string[]> {
    return until("both replicas to answer", async () => {
      const answers = await Promise.all((await this.pods()).map(answerOf));
      const words = answers.filter((answer) => answer !== undefined);
      return words.length === 2 ? words : undefined;
    });
  }

  /** What a pod prints that asks the Service at its cluster address and the API server at its own. */
  async asksFromWithin(): Promise<string> {
    const ref = { apiVersion: "v1", kind: "Pod", namespace: "default", name: "asker" };
    const script =
      "wget -qO- http://$WEB_SERVICE_HOST/; printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc $KUBERNETES_SERVICE_HOST 443";
    await this.client.apply(
      {
        ...{ apiVersion: "v1", kind: "Pod", metadata: { namespace: "default", name: "asker" } },
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "ask", image: "lab/busybox", command: ["sh", "-c", script] }],
        },
      },
      { fieldManager: "test" },
    );
    const phase = (object: KubeObject | undefined): string =>
      (object as { status?: { phase?: string } } | undefined)?.status?.phase ?? "";
    await this.client.waitFor(ref, (object) => /Succeeded|Failed/.test(phase(object)), {
      timeoutMs: TIMEOUT_MS,
    });
    return this.client.logs(ref);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

async function answerOf(pod: KubeObject): Promise<string | undefined> {
  const address = (pod as { status?: { podIP?: string } }).status?.podIP ?? "";
  return fetch(`http://${address}:${PORT}/`).then(
    async (response) => (await response.text()).trim(),
    () => undefined,
  );
}

function deployment(): KubeObject {
  const command = [
    "sh",
    "-c",
    `mkdir /web && hostname > /web/index.html && exec httpd -f -p ${PORT} -h /web`,
  ];
  const container = {
    name: "web",
    image: "lab/busybox",
    command,
    readinessProbe: { httpGet: { path: "/", port: PORT }, periodSeconds: 1 },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: "default", name: "web" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { terminationGracePeriodSeconds: 0, containers: [container] },
      },
    },
  };
}

function service(): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: "default", name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: PORT }] },
  };
}
