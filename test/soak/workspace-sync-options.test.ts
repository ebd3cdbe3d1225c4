import type { KubeObject } from "../../clients/kubernetes/types.js";
import { configMap, manifest, yaml, type WorkspaceAnnotations } from "../support/workspace-manifests.js";
import { workspaceScene } from "../support/workspace-scene.js";
import { planLines, touchedSince } from "../support/workspace-traffic.js";

const NAME = "options";

/** Nothing here gives out addresses, so that it is healthy when the test says so. */
const DOOR = manifest("Service", "door", {
  spec: { type: "LoadBalancer", selector: { app: "nobody" }, ports: [{ port: 80 }] },
});

const objects = (text: string): readonly KubeObject[] => {
  const one = (name: string, options?: string): KubeObject => {
    const annotations: WorkspaceAnnotations = options === undefined ? {} : { "sync-options": options };
    return configMap(name, { text }, annotations);
  };
  return [
    one("applied"),
    one("replaced", "Replace=true,Force=false"),
    one("remade", "Replace=true,Force=true"),
    { ...one("fixed"), immutable: true },
  ];
};

describe("how objects are written", () => {
  const scene = workspaceScene(NAME);
  const all = objects("").map(({ metadata }) => metadata.name ?? "");
  const found = async (name: string): Promise<KubeObject> => {
    const object = await scene.find("ConfigMap", name);
    if (object === undefined) throw new Error(`there is no ConfigMap ${name}`);
    return object;
  };
  const uids = async (): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      await Promise.all(all.map(async (name) => [name, (await found(name)).metadata.uid] as const)),
    );

  beforeAll(async () => {
    scene.repository.commit({ "objects.yaml": yaml(...objects("one")) });
    scene.declare({ syncOptions: ["Force=true"] });
    await scene.make("up");
  });

  test("Replace takes away what others added, Force makes anew what cannot be changed, and both do both", async () => {
    for (const name of ["applied", "replaced", "remade"])
      await scene.kubernetes.patch(
        { apiVersion: "v1", kind: "ConfigMap", namespace: NAME, name },
        { data: { byHand: "kept" } },
        { type: "merge", fieldManager: "somebody" },
      );
    scene.repository.commit({ "objects.yaml": yaml(...objects("two")) });
    const preview = await scene.make("preview");
    expect(preview).toMatch(/ConfigMap options\/replaced .*\(replaced, not applied\)/);
    expect(preview).toMatch(/ConfigMap options\/replaced .*data\.byHand: "kept" → \(none\)/);
    expect(preview).toMatch(/fixed is deleted and made anew/);
    expect(preview).not.toMatch(/ConfigMap options\/applied .*byHand/);

    const before = await uids();
    await scene.make("up");
    const after = await uids();
    expect(all.filter((name) => after[name] !== before[name])).toEqual(["remade", "fixed"]);
    expect((await found("applied"))["data"]).toEqual({ text: "two", byHand: "kept" });
    for (const name of ["replaced", "remade", "fixed"])
      expect((await found(name))["data"]).toEqual({ text: "two" });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });
});

describe("Validate=false", () => {
  const name = "validate";
  const scene = workspaceScene(name);

  test("lets a field go that the server does not know, where the object is replaced; it is a fault otherwise", async () => {
    const loose = (options: WorkspaceAnnotations): string =>
      yaml({ ...configMap("loose", { kept: "here" }, options), dta: {} });
    // Server-side apply itself knows the fields.
    for (const options of [{}, { "sync-options": "Validate=false" }, { "sync-options": "Replace=true" }]) {
      scene.repository.commit({ "loose.yaml": loose(options) });
      scene.declare();
      expect(await scene.refused("preview")).toMatch(/ConfigMap validate\/loose: .*dta/);
    }
    scene.repository.commit({ "loose.yaml": loose({ "sync-options": "Validate=false,Replace=true" }) });
    await scene.make("up");
    const object = await scene.find("ConfigMap", "loose");
    expect(object).toMatchObject({ data: { kept: "here" } });
    expect(object?.["dta"]).toBeUndefined();
    expect((await scene.stack.preview()).changes).toEqual([]);
  });
});

describe("ApplyOutOfSyncOnly", () => {
  const name = "out-of-sync-only";
  const scene = workspaceScene(name);
  const setAddresses = async (...ingress: readonly { readonly ip: string }[]): Promise<void> => {
    await scene.kubernetes.patch(
      { apiVersion: "v1", kind: "Service", namespace: name, name: "door" },
      { status: { loadBalancer: { ingress } } },
      { type: "merge", fieldManager: "carpenter", subresource: "status" },
    );
  };
  const later = (text: string): Record<string, string> => ({
    "later.yaml": yaml(configMap("later", { text }, { "sync-wave": "1" })),
  });

  test("does not wait for what is in sync, and still tells of its health", async () => {
    scene.repository.commit({ "door.yaml": yaml(DOOR) });
    scene.declare({ waitForHealth: false });
    await scene.make("up");
    scene.repository.commit(later("one"));
    scene.declare({ healthTimeout: "3s" });
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(/door/);

    scene.declare({ healthTimeout: "3s", syncOptions: ["ApplyOutOfSyncOnly=true"] });
    expect(planLines(await scene.make("preview"))).toEqual([`+ Sync wave 1 create ConfigMap ${name}/later`]);
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(touchedSince(scene.audit, mark)).toEqual(["configmaps/later"]);
    expect(await scene.summary()).toMatchObject({
      sync: "Synced",
      health: "Progressing",
      objects: { "wave 0": { [`Service ${name}/door`]: expect.stringContaining("Progressing") as unknown } },
    });
    await setAddresses({ ip: "192.0.2.1" });
    await scene.make("refresh");
    expect(await scene.summary()).toMatchObject({ health: "Healthy" });
  });
});
