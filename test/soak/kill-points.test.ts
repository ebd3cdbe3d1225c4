import { faultScene } from "../support/fault-scene.js";

const TWENTY = Array.from({ length: 20 }, (_, index) => index + 1);

describe("kill -9 at twenty points of an up", () => {
  const scene = faultScene("soak");

  test.each(TWENTY)("provider processes killed after %i writes", async (writes) => {
    await scene.killProviders(writes);
    await scene.converges();
  });

  test.each(TWENTY)("the engine killed after %i writes", async (writes) => {
    await scene.killEngine(writes);
    await scene.converges();
  });
});
