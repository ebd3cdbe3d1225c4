import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { configMap, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines, touchedSince } from "../../support/workspace-traffic.js";

const NAME = "made";

describe("a namespace that the sync makes", () => {
  const scene = workspaceScene(NAME, { makesNamespace: false });
  const namespace = (): Promise<KubeObject | undefined> => scene.find("Namespace", NAME);

  function declare(team: string, note?: string): void {
    scene.declare({
      syncOptions: ["CreateNamespace=true"],
      namespaceMetadata: { labels: { team }, ...(note === undefined ? {} : { annotations: { note } }) },
    });
  }

  beforeAll(() => {
    scene.repository.commit({ "one.yaml": yaml(configMap("one")) });
    declare("blue", "first");
  });

  test("comes first, with its labels and annotations", async () => {
    expect(planLines(await scene.make("preview"))).toEqual([
      `+ PreSync wave 0 create Namespace ${NAME}`,
      expect.stringMatching(
        /^\+ Sync wave 0 create ConfigMap made\/one \(not tried: its namespace is created/,
      ),
    ]);
    await scene.make("up");
    const made = await namespace();
    expect(made?.metadata.labels).toMatchObject({ team: "blue" });
    expect(made?.metadata.annotations).toMatchObject({ note: "first" });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("follows when they change, and keeps what others put there", async () => {
    await scene.kubernetes.patch(
      { apiVersion: "v1", kind: "Namespace", name: NAME },
      { metadata: { labels: { cost: "42" } } },
      { type: "merge", fieldManager: "accounting" },
    );
    declare("green");
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(touchedSince(scene.audit, mark)).toEqual([`namespaces/${NAME}`]);
    const changed = await namespace();
    expect(changed?.metadata.labels).toMatchObject({ team: "green", cost: "42" });
    expect(changed?.metadata.annotations ?? {}).not.toHaveProperty("note");
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("stays when the workspace goes", async () => {
    await scene.make("destroy");
    expect((await namespace())?.metadata.deletionTimestamp).toBeUndefined();
    expect(await scene.find("ConfigMap", "one")).toBeUndefined();
  });
});
