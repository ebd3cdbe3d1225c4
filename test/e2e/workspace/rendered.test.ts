import { configMap, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince, planLines } from "../../support/workspace-traffic.js";

const NAME = "rendered";

const template = (name: string, data: string, annotations = ""): string =>
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
${annotations}data:
  ${data}
`;

const HOOK = `  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-5"
`;

const files = {
  "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "chart/values.yaml": "greeting: from the chart\n",
  "chart/templates/greeting.yaml": template(
    "{{ .Release.Name }}-greeting",
    "text: {{ .Values.greeting | quote }}",
  ),
  "chart/templates/hook.yaml": template("{{ .Release.Name }}-hook", "when: before", HOOK),
  "base/kustomization.yaml": "resources: [settings.yaml]\n",
  "base/settings.yaml": yaml(configMap("settings", { layer: "base" })),
  "overlay/kustomization.yaml": "resources: [../base]\nnameSuffix: -of-overlay\n",
  "plain/one.yaml": yaml(configMap("one")),
  "plain/below/two.json": JSON.stringify(configMap("two")),
  "plain/drafts/three.yaml": yaml(configMap("three")),
};

describe("what a repository may hold", () => {
  const scene = workspaceScene(NAME);

  beforeAll(() => {
    scene.repository.commit(files);
    scene.stack.configure(
      scene.config({
        chart: scene.workspace({
          path: "chart",
          helm: { parameters: [{ name: "greeting", value: "from the stack file" }] },
        }),
        overlay: scene.workspace({ path: "overlay", kustomize: { namePrefix: "the-" } }),
        plain: scene.workspace({ path: "plain", directory: { recurse: true, exclude: "drafts/*" } }),
      }),
    );
  });

  test("a chart, a kustomization and plain manifests are rendered and applied, each by its own rules", async () => {
    const mark = scene.audit.mark();
    await scene.make("up");
    const created = createdSince(scene.audit, mark);
    expect([...created].sort()).toEqual(
      ["chart-greeting", "chart-hook", "one", "the-settings-of-overlay", "two"].map(
        (name) => `configmaps/${name}`,
      ),
    );
    expect(created.indexOf("configmaps/chart-hook")).toBeLessThan(
      created.indexOf("configmaps/chart-greeting"),
    );
    expect((await scene.find("ConfigMap", "chart-greeting"))?.["data"]).toEqual({
      text: "from the stack file",
    });
    expect((await scene.find("ConfigMap", "the-settings-of-overlay"))?.["data"]).toEqual({ layer: "base" });
    expect(planLines(await scene.make("preview"))).toEqual([]);
  });

  test("a chart that renders something else each time is refused, and the field is named", async () => {
    scene.repository.commit({
      "chart/templates/random.yaml": template("{{ .Release.Name }}-random", "token: {{ randAlphaNum 12 }}"),
    });
    const refusal = await scene.refused("preview");
    expect(refusal).toMatch(/workspaces\.chart.*chart-random.*data\.token/s);
    scene.repository.commit({ "chart/templates/random.yaml": undefined });
  });
});
