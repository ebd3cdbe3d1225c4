import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { TestStack } from "../../support/stack.js";
import { configMap, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines } from "../../support/workspace-traffic.js";

const NAME = "shared";

describe("objects that others have made", () => {
  const scene = workspaceScene(NAME);
  let second: TestStack;

  beforeAll(async () => {
    scene.repository.commit({ "one.yaml": yaml(configMap("claimed", { by: "both" })) });
    scene.declare();
    await scene.make("up");
    second = new TestStack(scene.lab.folder, {}, undefined, "second");
  });

  scene.atEnd(async () => {
    expect(await second.make("destroy")).toMatchObject({ code: 0 });
    await second.dispose();
  });

  function declareSecond(settings: Readonly<Record<string, unknown>>): void {
    second.configure({
      ...scene.config({ rival: scene.workspace(settings) }),
      installation: "fedcba987654",
    });
  }

  const names = ["by-kubectl", "by-helm", "by-argocd"];
  const managersOf = (object: KubeObject | undefined): unknown[] => {
    const entries = object?.metadata["managedFields"] as { manager?: string }[] | undefined;
    return (entries ?? []).map(({ manager }) => manager);
  };

  test("an object of another stack is refused at preview, with its owner's name", async () => {
    declareSecond({});
    const before = await scene.find("ConfigMap", "claimed");
    for (const operation of ["preview", "up"] as const) {
      const { code, output } = await second.make(operation);
      expect(code).not.toBe(0);
      expect(output).toMatch(/ConfigMap shared\/claimed: .*belongs to 0123456789ab\/groundplan\/test\//);
      expect(output).toContain("adopt: true");
    }
    expect(await scene.find("ConfigMap", "claimed")).toEqual(before);
  });

  test("FailOnSharedResource refuses it even to a workspace that adopts", async () => {
    declareSecond({ adopt: true, syncOptions: ["FailOnSharedResource=true"] });
    const { code, output } = await second.make("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/Shared resource found: ConfigMap shared\/claimed is part of 0123456789ab\//);
  });

  test("one that adopts takes it over with a warning; the first to go leaves it to the other", async () => {
    declareSecond({ adopt: true });
    const run = await second.make("up");
    expect(run).toMatchObject({ code: 0 });
    expect(run.output).toMatch(/ConfigMap shared\/claimed is part of 0123456789ab\/.* taken over/);
    const taken = await scene.find("ConfigMap", "claimed");
    expect(managersOf(taken)).toEqual(["groundplan-workspace-rival"]);

    await scene.make("destroy");
    expect((await scene.find("ConfigMap", "claimed"))?.metadata.uid).toBe(taken?.metadata.uid);
    expect((await second.preview()).changes).toEqual([]);
    expect(await second.make("destroy")).toMatchObject({ code: 0 });
    expect(await scene.find("ConfigMap", "claimed")).toBeUndefined();
  });

  test("adoption goes on from kubectl, Helm and Argo CD: the preview shows what changes and what goes", async () => {
    const annotations = {
      "kubectl.kubernetes.io/last-applied-configuration": "{}",
      "argocd.argoproj.io/tracking-id": `shop:/ConfigMap:${NAME}/by-argocd`,
    };
    const made = (name: string): KubeObject => ({
      ...configMap(name, { kept: "old", dropped: "old" }),
      metadata: { name, namespace: NAME, annotations },
    });
    await scene.kubernetes.create(made("by-kubectl"), { fieldManager: "kubectl-client-side-apply" });
    await scene.kubernetes.create(made("by-helm"), { fieldManager: "helm" });
    await scene.kubernetes.apply(made("by-argocd"), { fieldManager: "argocd-controller" });
    scene.repository.commit({
      "one.yaml": undefined,
      "adopted.yaml": yaml(...names.map((name) => configMap(name, { kept: "new" }))),
    });
    scene.declare();
    const refusal = await scene.refused("preview");
    for (const name of names)
      expect(refusal).toMatch(new RegExp(`ConfigMap shared/${name}: .*no owner mark`));

    scene.declare({ adopt: true });
    const lines = planLines(await scene.make("preview"));
    expect(lines).toHaveLength(names.length);
    for (const name of names) {
      const [line = ""] = lines.filter((one) => one.includes(`ConfigMap ${NAME}/${name} `));
      expect(line).toContain('data.kept: "old" → "new"');
      expect(line).toContain('data.dropped: "old" → (none)');
      expect(line).not.toContain("groundplan.dev/owner");
    }
  });

  test("an adopted object has one manager, and what git does not say is gone", async () => {
    await scene.make("up");
    for (const name of names) {
      const object = await scene.find("ConfigMap", name);
      expect({ name, data: object?.["data"] }).toEqual({ name, data: { kept: "new" } });
      expect(managersOf(object)).toEqual([`groundplan-workspace-${NAME}`]);
    }
    expect((await scene.stack.preview()).changes).toEqual([]);
  });
});
