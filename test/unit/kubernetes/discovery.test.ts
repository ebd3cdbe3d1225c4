import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { answerDiscovery, json, kubeconfigFor, ScriptedServer } from "./scripted-server.js";

const CONFIG_MAP = { group: "", version: "v1", kind: "ConfigMap" };
const WIDGET = { group: "example.com", version: "v1", kind: "Widget" };
const WIDGETS = {
  kind: "APIResourceList",
  resources: [
    { name: "widgets", kind: "Widget", namespaced: true, verbs: ["get"] },
    { name: "widgets/status", kind: "Widget", namespaced: true, verbs: ["get"] },
  ],
};

describe("discovery", () => {
  let server: ScriptedServer;
  let client: KubernetesClient;

  async function against(answers: Record<string, () => readonly [number, unknown]>): Promise<void> {
    server = await ScriptedServer.start((request, response) => {
      const [status, body] = answers[request.url]?.() ?? [404, "404 page not found"];
      if (request.url in answers) json(response, status, body);
      else if (!answerDiscovery(request, response)) response.writeHead(status).end(String(body));
    });
    client = await connectKubernetes({
      kubeconfig: { text: kubeconfigFor(server.url) },
      retry: { retries: 1, firstDelayMs: 1 },
    });
  }
  const urls = (): string[] => server.seen.map((request) => request.url);

  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  test("is asked once for everything, whoever asks", async () => {
    await against({});
    await Promise.all([client.resource(CONFIG_MAP), client.resource(CONFIG_MAP), client.resources()]);
    await client.resource(CONFIG_MAP);
    expect(urls().sort()).toEqual(["/api", "/apis"]);
    expect(server.seen[0]?.headers.accept).toContain("as=APIGroupDiscoveryList");
  });

  test("asks for one group on a miss, and finds what was installed meanwhile", async () => {
    let installed = false;
    await against({ "/apis/example.com/v1": () => (installed ? [200, WIDGETS] : [404, {}]) });
    expect(await client.resource(WIDGET)).toBeUndefined();
    installed = true;
    expect(await client.resource(WIDGET)).toEqual({
      ...WIDGET,
      plural: "widgets",
      namespaced: true,
      verbs: ["get"],
      subresources: ["status"],
    });
    await client.resource(WIDGET);
    expect(urls().filter((url) => url === "/apis/example.com/v1")).toHaveLength(2);
  });

  test("a group whose server is down is an error, not an absent kind", async () => {
    await against({
      "/apis/example.com/v1": () => [503, { kind: "Status", reason: "ServiceUnavailable", message: "down" }],
    });
    await expect(client.resource(WIDGET)).rejects.toMatchObject({ reason: "Unavailable" });
    await expect(client.list(WIDGET)).rejects.toMatchObject({ reason: "Unavailable" });
  });

  test("servers without the aggregated form are asked group by group", async () => {
    await against({
      "/api": () => [200, { kind: "APIVersions", versions: ["v1"] }],
      "/apis": () => [
        200,
        {
          kind: "APIGroupList",
          groups: [
            { name: "example.com", versions: [{ version: "v1" }] },
            { name: "down.example", versions: [{ version: "v1" }] },
          ],
        },
      ],
      "/api/v1": () => [
        200,
        {
          kind: "APIResourceList",
          resources: [{ name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: [] }],
        },
      ],
      "/apis/example.com/v1": () => [200, WIDGETS],
      "/apis/down.example/v1": () => [503, "down"],
    });
    expect((await client.resources()).map(({ kind }) => kind)).toEqual(["ConfigMap", "Widget"]);
  });

  test("a failed question is asked again", async () => {
    let broken = true;
    await against({
      "/apis": () => (broken ? [500, "broken"] : [200, { kind: "APIGroupDiscoveryList", items: [] }]),
    });
    await expect(client.resource(CONFIG_MAP)).rejects.toMatchObject({ reason: "Internal" });
    broken = false;
    expect(await client.resource(CONFIG_MAP)).toMatchObject({ plural: "configmaps" });
  });

  test("a kind that is served no more is noticed by its path", async () => {
    let installed = true;
    await against({ "/apis/example.com/v1": () => (installed ? [200, WIDGETS] : [404, {}]) });
    expect(await client.resource(WIDGET)).toBeDefined();
    installed = false;
    expect(await client.list(WIDGET)).toEqual({ items: [], resourceVersion: "" });
    expect(await client.resource(WIDGET)).toBeUndefined();
  });
});
