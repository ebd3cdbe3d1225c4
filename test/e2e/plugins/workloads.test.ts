import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import {
  ProviderError,
  startPlugin,
  type PluginProcess,
  type Properties,
  type Resource,
} from "../../support/plugin-process.js";
import { testKubeconfig } from "../kubernetes-client/kubeconfig.js";
import { PRETEND_SCHEDULER, startPretendKubelet, type PretendKubelet } from "./pretend-kubelet.js";

jest.setTimeout(180_000);

const NAMESPACE = `workloads-${process.pid}`;

describe("readiness of workloads, against a real API server and its controllers", () => {
  let client: KubernetesClient;
  let plugin: PluginProcess;
  let kubelet: PretendKubelet;

  beforeAll(async () => {
    const kubeconfig = await testKubeconfig();
    client = await connectKubernetes({ kubeconfig: { path: kubeconfig } });
    await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    kubelet = await startPretendKubelet(client, NAMESPACE);
    plugin = await startPlugin("kubernetes");
    await plugin.configure({ kubeconfig, namespace: NAMESPACE });
  });

  afterAll(async () => {
    await plugin.stop();
    await client.delete(
      { apiVersion: "v1", kind: "Namespace", name: NAMESPACE },
      { propagation: "Foreground" },
    );
    await client.waitFor(
      { apiVersion: "v1", kind: "Namespace", name: NAMESPACE },
      (object) => object === undefined,
      {
        timeoutMs: 60_000,
      },
    );
    await kubelet.stop();
    await client.close();
  });

  const resourceOf = (object: Properties): Resource => {
    const apiVersion = object["apiVersion"] as string;
    const token = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    return { type: `kubernetes:${token}:${object["kind"] as string}`, name: "one" };
  };
  const create = async (object: Properties, timeout = 60) => {
    const resource = resourceOf(object);
    const { inputs } = await plugin.check(resource, object);
    return { resource, inputs, ...(await plugin.create(resource, inputs, { timeout })) };
  };
  const failure = async (object: Properties, timeout: number): Promise<readonly string[]> => {
    const error: unknown = await create(object, timeout).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    return (error as ProviderError).saved?.reasons ?? [];
  };

  const pod = (labels: Properties, more: Properties = {}): Properties => ({
    metadata: { labels },
    spec: {
      containers: [{ name: "c", image: "i:1" }],
      tolerations: [{ operator: "Exists" }],
      nodeSelector: { pretend: kubelet.node },
      schedulerName: PRETEND_SCHEDULER,
      ...more,
    },
  });
  const workload = (kind: string, name: string, spec: Properties, labels: Properties = {}): Properties => ({
    apiVersion: "apps/v1",
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, template: pod({ app: name, ...labels }), ...spec },
  });

  it("waits until a Deployment's replicas are available, and again after a change", async () => {
    const wanted = workload("Deployment", "web", { replicas: 2 });
    const { resource, id, properties } = await create(wanted);
    expect(properties["status"]).toMatchObject({ availableReplicas: 2, updatedReplicas: 2 });

    const changed = workload("Deployment", "web", { replicas: 2 }, { version: "2" });
    const { inputs } = await plugin.check(resource, changed, properties["__inputs"] as Properties);
    const state = await plugin.update(resource, id, properties, inputs, { timeout: 60 });
    expect(state["status"]).toMatchObject({ availableReplicas: 2, updatedReplicas: 2, replicas: 2 });
    expect(await plugin.read(resource, id, state, inputs)).toMatchObject({ id, inputs });
    await plugin.delete(resource, id, state);
    expect(
      await client.get({ apiVersion: "apps/v1", kind: "Deployment", namespace: NAMESPACE, name: "web" }),
    ).toBeUndefined();
  });

  it("says what keeps a Deployment's pods from running", async () => {
    const reasons = await failure(workload("Deployment", "starving", {}, { fate: "starve" }), 3);
    expect(reasons).toEqual([
      "not ready after 3 s: 0 of 1 replicas available",
      expect.stringMatching(/^pod starving-.*, container c: ImagePullBackOff: no such image$/),
    ]);
  });

  it.each([
    ["StatefulSet", { serviceName: "db", replicas: 2 }, { readyReplicas: 2 }],
    ["DaemonSet", {}, { numberAvailable: 1 }],
  ])("waits until a %s is ready", async (kind, spec, status) => {
    const { properties } = await create(workload(kind, kind.toLowerCase(), spec));
    expect(properties["status"]).toMatchObject(status);
  });

  const job = (name: string, fate: string): Properties => ({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, template: pod({ fate }, { restartPolicy: "Never" }) },
  });

  it("waits until a Job is complete, and fails at once with one that fails", async () => {
    expect((await create(job("good", "succeed"))).properties["status"]).toMatchObject({ succeeded: 1 });
    const [reason] = await failure(job("bad", "fail"), 60);
    expect(reason).toMatch(/^the Job failed: BackoffLimitExceeded/);
  });

  it("waits until a Pod is ready", async () => {
    const object = { apiVersion: "v1", kind: "Pod", ...pod({}) };
    const { properties } = await create({ ...object, metadata: { name: "lone" } });
    expect(properties["status"]).toMatchObject({ phase: "Running" });
    const [reason] = await failure({ ...object, metadata: { name: "broken", labels: { fate: "fail" } } }, 60);
    expect(reason).toBe("the Pod failed: pod broken, container c: Error: it broke");
  });

  const service = (name: string, spec: Properties): Properties => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ports: [{ port: 80 }], ...spec },
  });

  it("waits until a Service has a pod behind it, and not where it cannot have one", async () => {
    const selector = { app: "behind" };
    const waiting = create(service("front", { selector }));
    await create(workload("Deployment", "behind", {}));
    expect((await waiting).id).toBe(`${NAMESPACE}/front`);

    await create(service("headless", { clusterIP: "None", selector: { app: "nobody" } }));
    await create(service("external", { type: "ExternalName", externalName: "example.com", ports: [] }));
    await create(service("manual", {}));
    expect(await failure(service("alone", { selector: { app: "nobody" } }), 1)).toEqual([
      expect.stringContaining("not ready after 1 s: no pod takes traffic"),
    ]);
  });

  it("does not wait for a claim that is bound at first use", async () => {
    const name = `late-${process.pid}`;
    const storageClass = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } };
    await client.create({
      ...storageClass,
      provisioner: "example.com/none",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    const claim = (storageClassName: string): Properties => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: storageClassName === "" ? "unbound" : "late" },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources: { requests: { storage: "1Gi" } } },
    });
    await create(claim(name));
    expect(await failure(claim(""), 1)).toEqual(["not ready after 1 s: the claim is not bound to a volume"]);
    await client.delete({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
  });
});
