import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { configMap, deployment, hook, secret, wave } from "../../../contract/workspace/objects.js";
import { World } from "./world.js";

const ref = (kind: string, name: string, apiVersion = "v1") => ({
  apiVersion,
  kind,
  namespace: "shop",
  name,
});
const byHand = { type: "merge", fieldManager: "kubectl-edit" } as const;

describe("a field that was changed after it was applied", () => {
  test("is told field by field, makes the resource out of step, and is repaired without hooks", async () => {
    const world = new World();
    const inputs = world.inputs([
      deployment("web", 2),
      configMap("a", { x: "1" }, wave(1)),
      hook("migrate", "PreSync"),
    ]);
    const known = await world.up(inputs);
    expect(await world.read(known)).toEqual(known);

    const web = ref("Deployment", "web", "apps/v1");
    await world.cluster.patch(web, { spec: { replicas: 5 } }, { ...byHand, fieldManager: "kubectl-scale" });
    world.cluster.vanish(ref("ConfigMap", "a"));
    const drifted = await world.read(known);
    expect(world.said.join("\n")).toContain("drift: Deployment shop/web spec.replicas: 2 → 5");
    expect(world.said.join("\n")).toContain("drift: ConfigMap shop/a is gone");
    expect(drifted?.inputs.inStep).toBe(false);
    expect(drifted?.outputs.status).toMatchObject({ sync: { status: "OutOfSync" } });

    const plan = await world.plan(inputs, drifted);
    expect(plan?.steps).toHaveLength(2);
    expect(plan?.steps.join("\n")).toContain("spec.replicas: 5 → 2");
    const mark = world.mark;
    const repaired = await world.up(inputs, drifted);
    expect(new Set(world.writesSince(mark))).toEqual(new Set(["apply Deployment/web", "apply ConfigMap/a"]));
    expect(world.cluster.peek(web)?.["spec"]).toMatchObject({ replicas: 2 });
    expect((await world.read(repaired))?.inputs.inStep).toBe(true);
  });

  test("is taken back also when it is declared otherwise now, of a Secret as well", async () => {
    const world = new World();
    const known = await world.up(world.inputs([configMap("a", { x: "1" }), secret("login", "first")]));
    await world.cluster.patch(ref("ConfigMap", "a"), { data: { x: "2" } }, byHand);
    await world.cluster.patch(ref("Secret", "login"), { data: { password: "Mg==" } }, byHand);
    const inputs = world.inputs([configMap("a", { x: "3" }), secret("login", "second")]);
    expect((await world.plan(inputs, known))?.steps.join("\n")).toContain('data.x: "2" → "3"');
    await world.up(inputs, known);
    expect(world.cluster.peek(ref("ConfigMap", "a"))?.["data"]).toEqual({ x: "3" });
    expect(world.cluster.peek(ref("Secret", "login"))?.["data"]).toEqual({
      password: Buffer.from("second").toString("base64"),
    });
  });

  test("is left to a controller by ignoreDifferences, also when the object changes otherwise", async () => {
    const world = new World();
    const ignore = {
      syncOptions: ["RespectIgnoreDifferences=true"],
      ignoreDifferences: [
        { group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] },
        { kind: "Secret", jsonPointers: ["/data/password"] },
      ],
    };
    const declared = (replicas: number, image: string): KubeObject[] => {
      const web = deployment("web", replicas);
      const template = {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "main", image }] },
      };
      return [{ ...web, spec: { ...(web["spec"] as object), template } }, secret("login", "first")];
    };
    const known = await world.up(world.inputs(declared(2, "web:1"), ignore));
    const web = ref("Deployment", "web", "apps/v1");
    await world.cluster.patch(web, { spec: { replicas: 5 } }, { ...byHand, fieldManager: "autoscaler" });
    await world.cluster.patch(ref("Secret", "login"), { data: { password: "Mg==" } }, byHand);
    const told = world.said.length;
    expect((await world.read(known))?.inputs.inStep).toBe(true);
    expect(world.said).toHaveLength(told);

    const inputs = world.inputs(declared(2, "web:2"), ignore);
    expect((await world.plan(inputs, known))?.steps).toEqual([expect.not.stringContaining("replicas")]);
    await world.up(inputs, known);
    expect(world.cluster.peek(web)?.["spec"]).toMatchObject({
      replicas: 5,
      template: { spec: { containers: [{ image: "web:2" }] } },
    });
  });
});

test("a field that does not count is not taken from who changed it without a word", async () => {
  const world = new World();
  const ignoreDifferences = [{ kind: "ConfigMap", jsonPointers: ["/data/x"] }];
  const known = await world.up(world.inputs([configMap("a", { x: "1" })], { ignoreDifferences }));
  await world.cluster.patch(ref("ConfigMap", "a"), { data: { x: "2" } }, byHand);
  const inputs = world.inputs([configMap("a", { x: "1", y: "new" })], { ignoreDifferences });
  await expect(world.plan(inputs, known)).rejects.toThrow(/"kubectl-edit".*\.data\.x/);
  const kept = { ...inputs, syncOptions: ["RespectIgnoreDifferences=true"] };
  await world.up(kept, known);
  expect(world.cluster.peek(ref("ConfigMap", "a"))?.["data"]).toEqual({ x: "2", y: "new" });
});

test("a controller that writes meanwhile does not keep a field from being taken back", async () => {
  const world = new World();
  const inputs = world.inputs([configMap("a", { x: "1" })]);
  const known = await world.up(inputs);
  await world.cluster.patch(ref("ConfigMap", "a"), { data: { x: "2" } }, byHand);
  let writes = 0;
  world.cluster.inject(({ verb, name }, moment) => {
    if (verb !== "get" || name !== "a" || moment !== "after" || (writes += 1) > 2) return undefined;
    const note = { metadata: { annotations: { [`note-${writes}`]: "seen" } } };
    void world.cluster.patch(ref("ConfigMap", "a"), note, { type: "merge", fieldManager: "notary" });
    return undefined;
  });
  await world.up(inputs, known);
  expect(writes).toBe(3);
  expect(world.cluster.peek(ref("ConfigMap", "a"))?.["data"]).toEqual({ x: "1" });
});

describe("a conflict with another field manager stops plan and update", () => {
  const own = { x: "1" };

  async function contested(contest: (world: World) => Promise<unknown>, target: Record<string, string>) {
    const world = new World();
    const known = await world.up(world.inputs([configMap("a", own)]));
    await contest(world);
    return { world, known, inputs: world.inputs([configMap("a", target)]) };
  }

  const applied = (world: World) =>
    world.cluster.apply(configMap("a", { x: "theirs" }), { fieldManager: "painter", force: true });
  const added = (world: World) =>
    world.cluster.patch(ref("ConfigMap", "a"), { data: { y: "theirs" } }, byHand);

  test.each([
    ["that applies a field of ours", applied, { x: "1" }, /"painter".*\.data\.x/],
    [
      "that made by hand a field that is new in the declaration",
      added,
      { ...own, y: "2" },
      /"kubectl-edit".*\.data\.y/,
    ],
  ])("%s, unless force is set", async (_who, contest, target, told) => {
    const { world, known, inputs } = await contested(contest, target);
    const before = world.cluster.peek(ref("ConfigMap", "a"));
    await expect(world.plan(inputs, known)).rejects.toThrow(told);
    expect(world.cluster.peek(ref("ConfigMap", "a"))).toEqual(before);

    const forced = { ...inputs, force: true };
    expect((await world.plan(forced, known))?.steps).toHaveLength(1);
    await world.up(forced, known);
    expect(world.cluster.peek(ref("ConfigMap", "a"))?.["data"]).toEqual(target);
  });

  test("who came between plan and update", async () => {
    const { world, known, inputs } = await contested(
      (each) => each.cluster.patch(ref("ConfigMap", "a"), { data: { x: "by hand" } }, byHand),
      { x: "2" },
    );
    expect((await world.plan(inputs, known))?.steps).toHaveLength(1);
    await applied(world);
    const { reasons } = await world.upFailing(inputs, known);
    expect(reasons.join()).toMatch(/"painter"/);
    expect(world.cluster.peek(ref("ConfigMap", "a"))?.["data"]).toEqual({ x: "theirs" });
  });
});
