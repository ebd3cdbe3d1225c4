import { configMap, definition, manifest, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { deletedSince, planLines } from "../../support/workspace-traffic.js";

const NAME = "prune";
const GROUP = `${NAME}.groundplan.test`;
const ASKED = `/ConfigMap/${NAME}/asked`;

const files = {
  "stays.yaml": yaml(configMap("stays")),
  "plain.yaml": yaml(
    configMap("first", {}, { "sync-wave": "0" }),
    configMap("second", {}, { "sync-wave": "1" }),
    configMap("third", {}, { "sync-wave": "2" }),
    configMap("late", {}, { "sync-wave": "2", "sync-options": "PruneLast=true" }),
  ),
  "careful.yaml": yaml(
    configMap("kept", {}, { "sync-options": "Prune=false" }),
    configMap("asked", {}, { "sync-options": "Prune=confirm" }),
  ),
  "protected.yaml": yaml(
    manifest("Namespace", `${NAME}-more`),
    definition(GROUP, "Gadget"),
    manifest(
      "PersistentVolumeClaim",
      "data",
      { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
      // Nothing provides volumes here.
      { "ignore-healthcheck": "true" },
    ),
  ),
};

describe("objects that are not rendered any more", () => {
  const scene = workspaceScene(NAME);

  beforeAll(async () => {
    scene.repository.commit(files);
    scene.declare();
    await scene.make("up");
    scene.repository.commit({
      "plain.yaml": undefined,
      "careful.yaml": undefined,
      "protected.yaml": undefined,
    });
  });

  scene.atEnd(async () => {
    await scene.kubernetes.delete({ apiVersion: "v1", kind: "Namespace", name: `${NAME}-more` });
    await scene.kubernetes.delete({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      name: `gadgets.${GROUP}`,
    });
  });

  const there = async (...names: readonly string[]): Promise<string[]> => {
    const found = await Promise.all(names.map((name) => scene.find("ConfigMap", name)));
    return found.flatMap((object) => object?.metadata.name ?? []);
  };

  test("stay by default, and the preview names each", async () => {
    const preview = await scene.make("preview");
    expect(planLines(preview)).toEqual([]);
    for (const name of ["first", "second", "third", "late", "kept", "asked"])
      expect(preview).toMatch(new RegExp(`keep +ConfigMap ${NAME}/${name} +\\(requires pruning\\)`));
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(deletedSince(scene.audit, mark)).toEqual([]);
    expect(await scene.summary()).toMatchObject({ sync: "OutOfSync", health: "Healthy" });
  });

  test("with prune go in the reverse order of their waves; the careful and the protected stay", async () => {
    scene.declare({ prune: true });
    const preview = await scene.make("preview");
    expect(planLines(preview)).toEqual([
      `- Sync wave 0 prune ConfigMap ${NAME}/third`,
      `- Sync wave 1 prune ConfigMap ${NAME}/second`,
      `- Sync wave 2 prune ConfigMap ${NAME}/first`,
      `- Sync wave 3 prune ConfigMap ${NAME}/late`,
    ]);
    expect(preview).toMatch(/keep +ConfigMap prune\/kept +\(no prune\)/);
    expect(preview).toMatch(
      /keep +ConfigMap prune\/asked .*list \/ConfigMap\/prune\/asked under approvePrune/,
    );
    for (const name of ["Namespace prune-more", `CustomResourceDefinition gadgets.${GROUP}`])
      expect(preview).toMatch(new RegExp(`keep +${name} .*Prune=true`));
    expect(preview).toMatch(/keep +PersistentVolumeClaim prune\/data .*Prune=true/);

    const mark = scene.audit.mark();
    await scene.make("up");
    expect(deletedSince(scene.audit, mark)).toEqual(
      ["third", "second", "first", "late"].map((name) => `configmaps/${name}`),
    );
    expect(await there("stays", "first", "kept", "asked")).toEqual(["stays", "kept", "asked"]);
    expect(await scene.find("PersistentVolumeClaim", "data")).toBeDefined();
    expect(await scene.find("Namespace", `${NAME}-more`)).toBeDefined();
  });

  test("one that asks goes when its key is approved", async () => {
    scene.declare({ prune: true, approvePrune: [ASKED] });
    await scene.make("up");
    expect(await there("stays", "kept", "asked")).toEqual(["stays", "kept"]);
  });

  test("an empty rendering is refused, unless it is permitted", async () => {
    scene.repository.commit({ "stays.yaml": undefined, "README.md": "nothing here" });
    const refusal = await scene.refused("preview");
    expect(refusal).toContain("renders no objects");
    expect(refusal).toContain("allowEmpty");
    scene.declare({ prune: true, allowEmpty: true });
    expect(planLines(await scene.make("preview"))).toEqual([`- Sync wave 0 prune ConfigMap ${NAME}/stays`]);
  });

  test("destroy names what it leaves", async () => {
    const output = await scene.make("destroy");
    for (const name of ["Namespace prune-more", "PersistentVolumeClaim prune/data"])
      expect(output).toMatch(new RegExp(`${name} stays`));
    // `Prune=false` speaks of pruning only.
    expect(await there("stays", "kept")).toEqual([]);
    expect(await scene.find("Namespace", `${NAME}-more`)).toBeDefined();
  });
});
