import { expectConverged, killed } from "../support/artifact-kill-points.js";
import { ArtifactScene, request } from "../support/artifact-scene.js";

jest.setTimeout(600_000);

const NUMBERS = { total: 4, target: 3 };

// From the first write to about the last of three instances.
const CREATION = [1, 2, 3, 5, 8, 12, 17, 24];
const UPDATE = [1, 3, 7, 13, 20, 28];
const REMOVAL = [1, 3, 6, 10, 15, 20];

describe("kill -9 of the provider processes at 20 points", () => {
  const scene = new ArtifactScene("artifact-kills");

  beforeEach(async () => {
    await scene.recorder.mostSlots();
  });

  afterEach(async () => {
    await scene.make("destroy");
    await scene.expectNothingLeft();
    expectAllCleaned();
  });

  test.each(CREATION)("in a creation, after %i writes", async (writes) => {
    declare("first");
    await killed(scene, "up", writes);
    await expectConverged(scene, "pool", NUMBERS);
  });

  test.each(UPDATE)("in an update that replaces all instances, after %i writes", async (writes) => {
    declare("first");
    await scene.make("up");
    declare("second");
    await killed(scene, "up", writes);
    await expectConverged(scene, "pool", NUMBERS);
    const endpoints = (await scene.ledger("pool")).map(({ results }) => results["endpoint"]);
    expect(endpoints).toEqual(Array.from({ length: NUMBERS.target }, () => "second"));
  });

  test.each(REMOVAL)("in a removal, after %i writes", async (writes) => {
    declare("first");
    await scene.make("up");
    await killed(scene, "destroy", writes);
  });

  function declare(edition: string): void {
    const build = `printf ${edition} > $(results.endpoint.path)`;
    const settings = { ...NUMBERS, updateStrategy: "Recreate" };
    scene.declare({ pools: { pool: scene.pool(request("pool", { build }), settings) } });
  }

  /** Every instance of which a build has begun was cleaned. */
  function expectAllCleaned(): void {
    const of = (phase: "build" | "clean"): Set<string> =>
      new Set(scene.recorder.runsOf(phase).map(({ instance }) => instance));
    expect(of("clean")).toEqual(of("build"));
  }
});
