import { KINDS } from "../../../model/imagehub/constants.js";
import { imageRetirement } from "../../../providers/imagehub/image-retirement.js";
import { Driver, withEveryFault, World } from "./world.js";

const INPUTS = { cluster: "lab", image: "labring.mysql.v1", repository: "labring.mysql" };

async function retiring(latest: string, deleted: boolean) {
  const world = new World();
  world.declare("labring/mysql:v1");
  const repository = world.find(KINDS.repository, "labring.mysql");
  if (repository === undefined) throw new Error("no repository");
  world.kubernetes.seed({ ...repository, status: { tags: [], latestTag: { name: "x", metaName: latest } } });
  const driver = new Driver(world, imageRetirement, "labring/mysql:v1-retirement");
  await driver.up(INPUTS);
  if (deleted) {
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.image, name: INPUTS.image });
  }
  const recorded = driver.state;
  return { world, run: () => driver.down(recorded) };
}

function latestTag(world: World): unknown {
  return (world.find(KINDS.repository, "labring.mysql")?.["status"] as { latestTag?: unknown }).latestTag;
}

describe("after an image is deleted where a controller runs", () => {
  test("the repository's status names it no more, whichever request fails", async () => {
    await withEveryFault(
      () => retiring(INPUTS.image, true),
      ({ world }) => {
        expect(latestTag(world)).toBeUndefined();
      },
    );
  });

  test.each([
    ["another image is the latest", "labring.mysql.v2", true],
    ["the image is still there", INPUTS.image, false],
  ])("nothing is written when %s", async (_when, latest, deleted) => {
    const { world, run } = await retiring(latest, deleted);
    await run();
    expect(latestTag(world)).toBeDefined();
    expect(world.writes()).toEqual([]);
  });
});
