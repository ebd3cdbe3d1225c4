import { ArtifactScene, request } from "../support/artifact-scene.js";

jest.setTimeout(300_000);

interface Step {
  readonly total: number;
  readonly target: number;
  /** What the preview announces. */
  readonly says: string;
  readonly builds: number;
  readonly cleans: number;
  readonly clean: number;
}

const STEPS: readonly Step[] = [
  { total: 1, target: 1, says: "1 to build", builds: 1, cleans: 0, clean: 1 },
  { total: 5, target: 3, says: "2 to build", builds: 2, cleans: 0, clean: 3 },
  { total: 5, target: 2, says: "1 to clean", builds: 0, cleans: 1, clean: 2 },
  { total: 4, target: 2, says: "", builds: 0, cleans: 0, clean: 2 },
  { total: 4, target: 0, says: "2 to clean", builds: 0, cleans: 2, clean: 0 },
  { total: 3, target: 3, says: "3 to build", builds: 3, cleans: 0, clean: 3 },
  { total: 2, target: 2, says: "1 to clean", builds: 0, cleans: 1, clean: 2 },
  { total: 0, target: 0, says: "2 to clean", builds: 0, cleans: 2, clean: 0 },
];

describe("a pool whose numbers change", () => {
  const scene = new ArtifactScene("scaling");

  test.each(STEPS)(
    "total $total, target $target: preview says it ($says), and up does exactly that",
    async ({ total, target, says, builds, cleans, clean }) => {
      const [built, cleaned] = [runs("build"), runs("clean")];
      const before = await scene.states("one");
      scene.declare({ pools: { one: scene.pool(request("one"), { total, target }) } });
      const said = await scene.make("up");
      const preview = said.slice(0, said.indexOf("Updating (scaling)"));
      expect(preview).toContain(says);
      if (builds === 0) expect(preview).not.toContain("to build");
      if (cleans === 0) expect(preview).not.toContain("to clean");
      expect(await scene.states("one")).toEqual(Array.from({ length: clean }, () => "clean"));
      expect(runs("build") - built).toBe(builds);
      expect(runs("clean") - cleaned).toBe(cleans);
      // Fewer instances than before are no breach: what was there may stay until it is cleaned.
      expect(await scene.recorder.mostSlots()).toBeLessThanOrEqual(Math.max(total, before.length));
      expect((await scene.stack.preview()).changes).toEqual([]);
    },
  );

  test("a target above the total is refused with its place", async () => {
    scene.declare({ pools: { one: scene.pool(request("one"), { total: 1, target: 2 }) } });
    expect(await scene.refused("up")).toMatch(/artifacts\.pools\.one\.target/);
  });

  test("an instance that was removed by hand is found by refresh and built again", async () => {
    scene.declare({ pools: { one: scene.pool(request("one"), { total: 2, target: 2 }) } });
    await scene.make("up");
    const [first] = await scene.instances("one");
    await scene.kubernetes.delete({
      apiVersion: "v1",
      kind: "Secret",
      namespace: scene.namespace,
      name: "inst-one-0",
    });
    await scene.make("refresh");
    expect(await scene.make("up")).toContain("1 to build");
    expect(await scene.states("one")).toEqual(["clean", "clean"]);
    expect(await scene.instances("one")).not.toContain(first);
  });

  function runs(phase: "build" | "clean"): number {
    return scene.recorder.runsOf(phase).length;
  }
});
