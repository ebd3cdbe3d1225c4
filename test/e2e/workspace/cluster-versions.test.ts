import { until } from "../../support/until.js";
import { definition } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines } from "../../support/workspace-traffic.js";

const NAME = "versions";
const GROUP = `${NAME}.groundplan.test`;

const SHOW = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  widgets: {{ .Capabilities.APIVersions.Has "${GROUP}/v1/Widget" | quote }}
`;

describe("what charts are rendered for", () => {
  const scene = workspaceScene(NAME);
  const data = async (workspace: string): Promise<unknown> =>
    (await scene.find("ConfigMap", workspace))?.["data"];
  let version: string;

  beforeAll(async () => {
    await scene.kubernetes.create(definition(GROUP, "Widget"));
    await until(
      "the definition to be served",
      async () =>
        (await scene.kubernetes.resource({ group: GROUP, version: "v1", kind: "Widget" })) !== undefined,
    );
    const { body } = await scene.kubernetes.request("GET", "/version");
    version = String((body as { gitVersion?: string }).gitVersion);
    scene.repository.commit({
      "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
      "chart/templates/show.yaml": SHOW,
    });
    const chart = { path: "chart" };
    scene.stack.configure(
      scene.config({
        asks: scene.workspace({ ...chart, helm: {} }),
        says: scene.workspace({ ...chart, helm: { kubeVersion: "1.30.1", apiVersions: [] } }),
        offline: scene.workspace({ ...chart, helm: { apiVersions: [] }, preview: "offline" }),
      }),
    );
  });

  scene.atEnd(() =>
    scene.kubernetes.delete({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      name: `widgets.${GROUP}`,
    }),
  );

  test("is the cluster, unless the settings say otherwise or the cluster is not asked, which is told", async () => {
    const output = await scene.make("up");
    expect(await data("asks")).toEqual({ kube: version, widgets: "true" });
    expect(await data("says")).toEqual({ kube: "v1.30.1", widgets: "false" });
    expect(await data("offline")).toMatchObject({ widgets: "false" });
    const warnings = [...output.matchAll(/helm\.\S+: Helm's own default counts.*$/gm)].map(([line]) => line);
    expect(new Set(warnings)).toEqual(
      new Set([expect.stringMatching(/^helm\.kubeVersion: .*no cluster is asked.*set helm\.kubeVersion/)]),
    );
    expect(planLines(await scene.make("preview"))).toEqual([]);
  });
});
