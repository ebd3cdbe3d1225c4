import { GROUP, KINDS, VERSION } from "../../../model/imagehub/constants.js";
import {
  definitionGuard,
  type DefinitionGuardInputs,
  type DefinitionGuardOutputs,
} from "../../../providers/kubernetes/definition-guard.js";
import { Driver, World } from "./world.js";

const inputs = {
  cluster: "lab",
  kinds: Object.values(KINDS).map((kind) => ({ group: GROUP, version: VERSION, kind })),
};

describe("removing definitions", () => {
  test("is refused while objects of these kinds exist, naming them and their owners", async () => {
    const world = new World();
    world.declare("labring/mysql:v1");
    const driver = new Driver<DefinitionGuardInputs, DefinitionGuardOutputs>(
      world,
      definitionGuard,
      "definitions",
    );
    await driver.up(inputs);
    await expect(driver.down()).rejects.toThrow(/Image labring\.mysql\.v1 .*retainCrds: true/s);
    expect(world.writes()).toEqual([]);
  });

  test("goes on when none are left", async () => {
    const driver = new Driver<DefinitionGuardInputs, DefinitionGuardOutputs>(
      new World(),
      definitionGuard,
      "definitions",
    );
    await driver.up(inputs);
    await expect(driver.down()).resolves.toBeUndefined();
  });
});
