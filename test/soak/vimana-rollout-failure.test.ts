import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { prometheusUrl } from "../support/gateway.js";
import { RolloutScene } from "../support/vimana-rollout-scene.js";
import type { ServerSettings } from "../support/vimana-scene.js";

const DEADLINE = "5m";

describe("a rollout with a check that fails", () => {
  const scene = new RolloutScene("rollout-failure", {
    "1.0.0": {},
    "1.1.0": { FAIL_RATIO: "0.5" },
    "1.2.0": {},
  });
  let health: { readonly server: Server; readonly url: string; status: number; asked: number };

  /** A rollout that asks Envoy for the share of failed calls of the new version. */
  const badRollout = async (retry?: number): Promise<ServerSettings> => {
    const figure = await scene.figureOf("1.1.0");
    const errors = {
      prometheus: { address: prometheusUrl(scene.lab), query: `${figure("error")} / ${figure("total")}` },
      successWhen: "< 0.05",
      interval: "1s",
      count: 20,
      failureLimit: 2,
      inconclusiveLimit: 60,
    };
    const steps = [{ weight: 25, checks: ["errors"] }, { weight: 100 }];
    return {
      rollout: {
        to: "1.1.0",
        deadline: DEADLINE,
        steps,
        checks: { errors },
        ...(retry === undefined ? {} : { retry }),
      },
    };
  };

  beforeAll(async () => {
    health = await listening();
  });

  afterAll(() => void health.server.close());

  test("restores the weights from before, and says what was measured", async () => {
    scene.serve(await badRollout());
    const load = scene.underLoad();
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /the rollout to 1\.1\.0 failed at step 1 of 2 \(25% on 1\.1\.0\): check errors failed: .*0\.\d+, not < 0\.05/s,
    );
    expect(output).toContain("(3 bad, 2 put up with); calls go to 1.0.0 100%");
    expect(scene.route.weights()).toEqual(["1.0.0=1", "1.0.0=3 1.1.0=1", "1.0.0=1"]);
    expect(scene.route.now?.rollout).toBe("Failed 1");

    // The bad version answers no more: what fails from here on would be a loss.
    await load.stop();
    const after = scene.underLoad();
    expect(await scene.summary()).toMatchObject({ shop: { cart: { weights: ["1.0.0 100%"] } } });
    expect(Object.keys((await after.stop()).versions)).toEqual(["1.0.0"]);
  });

  test("is not made again by the next up, which says why", async () => {
    const from = scene.route.moments.length;
    expect(await scene.make("preview")).toMatch(
      /failed at step 1 of 2.*not < 0\.05.*up fails until rollout\.retry has a new value or to is another version/s,
    );
    const output = await scene.refused("up");
    expect(output).toMatch(/failed at step 1 of 2 \(25% on 1\.1\.0\).*not < 0\.05/s);
    expect(output).toContain(
      "not repeated until rollout.retry has a new value or rollout.to is another version",
    );
    expect(scene.route.moments.length).toBe(from);
  });

  test("is made again with a new value of retry", async () => {
    const from = scene.route.moments.length;
    scene.serve(await badRollout(1));
    expect(await scene.make("preview")).toContain("step 1 of 2: 25% on 1.1.0, check errors");
    const load = scene.underLoad();
    expect((await scene.stack.make("up")).output).toContain("check errors failed");
    await load.stop();
    expect(scene.route.rollouts(from)).toEqual(["Progressing 1", "Failed 1"]);
    expect(scene.route.now?.weights).toBe("1.0.0=1");
  });

  test("makes way for another version, whose check is asked by HTTP", async () => {
    const from = scene.route.moments.length;
    const checks = { health: { http: { url: health.url }, interval: "1s", count: 2 } };
    const steps = [{ weight: 50, checks: ["health"] }, { weight: 100 }];
    const rollout = { to: "1.2.0", deadline: DEADLINE, steps, checks };
    health.status = 503;
    scene.serve({ rollout });
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toContain(`check health failed: status 503, not 2xx, from ${health.url}`);
    expect(scene.route.rollouts(from)).toEqual(["Progressing 1", "Failed 1"]);

    health.status = 200;
    health.asked = 0;
    scene.serve({ rollout: { ...rollout, retry: 1 } });
    await scene.make("up");
    expect(health.asked).toBe(2);
    expect(scene.route.now).toEqual({ weights: "1.2.0=1", rollout: "Succeeded 2" });
    expect(await scene.changes()).toEqual([]);
  });

  test("leaves the weights as they are where it is to hold", async () => {
    const from = scene.route.moments.length;
    const checks = { health: { http: { url: health.url }, interval: "1s" } };
    const steps = [{ weight: 20, checks: ["health"] }, { weight: 100 }];
    health.status = 500;
    scene.serve({ rollout: { to: "1.0.0", deadline: DEADLINE, steps, checks, onFailure: "hold" } });
    const { output } = await scene.stack.make("up");
    expect(output).toContain("calls are left to go to 1.0.0 20%, 1.2.0 80%");
    expect(scene.route.weights(from)).toEqual(["1.0.0=1 1.2.0=4"]);

    scene.serve({ weights: { "1.0.0": 1 } });
    await scene.make("up");
    expect(scene.route.now).toEqual({ weights: "1.0.0=1", rollout: "" });
  });

  /** What a check asks. It answers with the status that is set. */
  async function listening() {
    const state = { server: createServer(), url: "", status: 200, asked: 0 };
    state.server.on("request", (_request, response) => {
      state.asked++;
      response.writeHead(state.status).end();
    });
    state.server.listen(0, "127.0.0.1");
    await once(state.server, "listening");
    const address = state.server.address();
    if (address === null || typeof address === "string") throw new Error("the health check has no port");
    state.url = `http://127.0.0.1:${address.port}/`;
    return state;
  }
});
