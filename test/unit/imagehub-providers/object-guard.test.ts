import { API_VERSION, KINDS } from "../../../model/imagehub/constants.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import {
  objectGuard,
  type ObjectGuardInputs,
  type ObjectGuardOutputs,
} from "../../../providers/kubernetes/object-guard.js";
import { Driver, lostConnection, World } from "./world.js";

const IMAGE = { apiVersion: API_VERSION, kind: KINDS.image, name: "labring.mysql.v1" };

function guarded(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { cluster: "lab", objects: [IMAGE], ...more };
}

function world(mark?: string): { world: World; driver: Driver<ObjectGuardInputs, ObjectGuardOutputs> } {
  const made = new World();
  made.declare("labring/mysql:v1", "labring/mysql:v2");
  const image = made.find(KINDS.image, IMAGE.name);
  if (image !== undefined && mark !== undefined) {
    made.kubernetes.seed({
      ...image,
      metadata: { ...image.metadata, annotations: { [OWNER_ANNOTATION]: mark } },
    });
  }
  return { world: made, driver: new Driver(made, objectGuard, "guard") };
}

describe("the look before objects are declared", () => {
  test.each([
    ["was not made by groundplan", undefined],
    ["belongs to def456/shop/dev/mysql", "def456/shop/dev/mysql"],
    // The mark of a stack whose name begins with this one's.
    ["belongs to abc123/shop/devil/mysql", "abc123/shop/devil/mysql"],
  ])("refuses an object that %s, at preview and update", async (told, mark) => {
    const { world: made, driver } = world(mark);
    const message = `Image labring.mysql.v1 exists already and ${told}`;
    await expect(driver.plan(guarded())).rejects.toThrow(message);
    await expect(driver.up(guarded())).rejects.toThrow(message);
    expect(made.writes()).toEqual([]);
  });

  test("lets the stack's own objects pass, and absent ones, and what is to be adopted", async () => {
    const { driver } = world("abc123/shop/dev/anything");
    expect(await driver.up(guarded())).toEqual({ guarded: 1 });
    const foreign = world().driver;
    expect(await foreign.up(guarded({ objects: [{ ...IMAGE, name: "labring.mysql.v9" }] }))).toEqual({
      guarded: 1,
    });
    expect(await foreign.up(guarded({ adopt: true }))).toEqual({ guarded: 1 });
  });

  test("is a note while the cluster does not answer yet", async () => {
    const { world: made, driver } = world();
    made.kubernetes.inject(() => lostConnection());
    const plan = await driver.plan(guarded());
    expect(plan?.steps).toEqual([]);
    expect(plan?.notes?.[0]).toContain("whether objects exist already is not known");
  });
});
