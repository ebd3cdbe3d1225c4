import { tmpdir } from "node:os";
import type { KubeObject } from "../../../model/shared/kubernetes-object.js";
import type { KustomizeSettings } from "../../../model/workspace/render/source.js";
import { renderScene, type RenderScene } from "./render-tools.js";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "nginx:1.0"}]
`;

describe("kustomizations by the real kustomize", () => {
  let scene: RenderScene;
  beforeEach(async () => {
    scene = await renderScene();
    scene.write({
      "base/kustomization.yaml": "resources: [deployment.yaml]\n",
      "base/deployment.yaml": DEPLOYMENT,
      "app/kustomization.yaml": "resources: [../base]\nnamePrefix: written-\n",
    });
  });
  afterEach(() => {
    scene.remove();
  });

  async function deployment(kustomize: KustomizeSettings): Promise<KubeObject | undefined> {
    const { objects, sourceType } = await scene.render({ path: "app", kustomize });
    expect(sourceType).toBe("Kustomize");
    return objects.find(({ kind }) => kind === "Deployment");
  }

  it("are built as they are", async () => {
    expect((await deployment({}))?.metadata).toEqual({ name: "written-web" });
  });

  it("are built with every setting of the source", async () => {
    scene.write({
      "parts/extra/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {part: extra}\n",
      "app/patch.yaml": "- {op: add, path: /spec/paused, value: true}\n",
    });
    const built = await deployment({
      namePrefix: "p-",
      nameSuffix: "-s",
      namespace: "n",
      images: ["nginx=example.com/web:$WORKSPACE_NAME"],
      replicas: [{ name: "web", count: "3" }],
      commonLabels: { team: "x" },
      labelWithoutSelector: true,
      labelIncludeTemplates: true,
      commonAnnotations: { of: "$WORKSPACE_NAMESPACE" },
      commonAnnotationsEnvsubst: true,
      patches: [
        { path: "patch.yaml", target: { kind: "Deployment" } },
        { patch: "- {op: add, path: /spec/minReadySeconds, value: 5}", target: { name: ".*web.*" } },
      ],
      components: ["../parts/extra", "../parts/gone"],
      ignoreMissingComponents: true,
    });
    expect(built).toMatchObject({
      metadata: {
        name: "p-web-s",
        namespace: "n",
        labels: { team: "x" },
        annotations: { of: "web", part: "extra" },
      },
      spec: {
        replicas: 3,
        paused: true,
        minReadySeconds: 5,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web", team: "x" } },
          spec: { containers: [{ image: "example.com/web:shop" }] },
        },
      },
    });
  });

  it("get labels in selectors where that is wanted", async () => {
    const built = await deployment({ commonLabels: { team: "x" } });
    expect(built).toMatchObject({ spec: { selector: { matchLabels: { app: "web", team: "x" } } } });
  });

  it("fail with Kustomize's own words and paths in the repository", async () => {
    scene.write({ "app/kustomization.yaml": "resources: [gone.yaml]\n" });
    const error: unknown = await deployment({}).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/app: kustomize: .*gone\.yaml/);
    expect(String(error)).not.toContain(tmpdir());
  });

  it("reach nothing outside of the repository", async () => {
    scene.write({ "app/kustomization.yaml": "resources: [../base]\npatches: [{path: /etc/passwd}]\n" });
    await expect(deployment({})).rejects.toThrow(/app: kustomize: [^]*\/etc\/passwd/);
  });

  it("render the charts that they contain by the real helm", async () => {
    scene.write({
      "app/kustomization.yaml":
        "helmGlobals: {chartHome: charts}\nhelmCharts: [{name: c, releaseName: r, valuesInline: {a: x}}]\n",
      "app/charts/c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
      "app/charts/c/values.yaml": "a: y\n",
      "app/charts/c/templates/a.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {a: {{ .Values.a }}, k: {{ .Capabilities.KubeVersion.Version }}}\n",
    });
    const { objects } = await scene.render(
      { path: "app" },
      { askCluster: async () => ({ versions: { kubeVersion: "1.31.2", apiVersions: [] } }) },
    );
    expect(objects).toMatchObject([{ metadata: { name: "r" }, data: { a: "x", k: "v1.31.2" } }]);
  });
});
