import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { prometheusUrl } from "../../support/gateway.js";
import type { GrpcClient } from "../../support/grpc-client.js";
import { Load } from "../../support/grpc-load.js";
import { followRoute, type RouteHistory } from "../../support/vimana-route-history.js";
import { vimanaScene, type ServerSettings } from "../../support/vimana-scene.js";

const NAME = "rollout-failure";
const SERVICE = "example.Cart";
const VERSIONS = ["1.0.0", "1.1.0", "1.2.0"];
const DEADLINE = "5m";

describe("a rollout with a check that fails", () => {
  const scene = vimanaScene(NAME);
  let client: GrpcClient;
  let route: RouteHistory;
  let load: Load | undefined;
  let health: { readonly server: Server; readonly url: string; status: number; asked: number };

  const declare = (traffic: ServerSettings): void => {
    const components = Object.fromEntries(VERSIONS.map((version) => [version, {}]));
    scene.declare({ shop: { servers: { cart: { services: [SERVICE], components, ...traffic } } } });
  };

  /** A rollout that asks Envoy for the share of failed calls of the new version. */
  const badRollout = async (retry?: number): Promise<ServerSettings> => {
    const [pod = ""] = await scene.podAddresses({ domain: "shop", server: "cart", version: "1.1.0" });
    const figure = (name: string) =>
      `sum(rate(envoy_cluster_endpoint_rq_${name}{envoy_endpoint_address="${pod}:80"}[10s]))`;
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
    const cart = { domain: "shop", server: "cart", services: [SERVICE] };
    for (const version of VERSIONS)
      await scene.push({ ...cart, version, environment: version === "1.1.0" ? { FAIL_RATIO: "0.5" } : {} });
    declare({ weights: { "1.0.0": 1 } });
    await scene.make("up");
    client = await scene.caller(scene.hostOf("shop"), SERVICE);
    const domainId = scene.domainId("shop");
    route = await followRoute(scene.kubernetes, {
      namespace: NAME,
      domainId,
      server: "cart",
      versions: VERSIONS,
    });
    health = await listening();
  });

  afterEach(() => load?.stop());

  afterAll(async () => {
    await route.close();
    health.server.close();
  });

  test("restores the weights from before, and says what was measured", async () => {
    declare(await badRollout());
    load = new Load(client, { service: SERVICE, callsPerSecond: 50 });
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /the rollout to 1\.1\.0 failed at step 1 of 2 \(25% on 1\.1\.0\): check errors failed: .*0\.\d+, not < 0\.05/s,
    );
    expect(output).toContain("(3 bad, 2 put up with); calls go to 1.0.0 100%");
    expect(route.weights()).toEqual(["1.0.0=1", "1.0.0=3 1.1.0=1", "1.0.0=1"]);
    expect(route.now?.rollout).toBe("Failed 1");

    // The bad version answers no more: what fails from here on would be a loss.
    await load.stop();
    const after = new Load(client, { service: SERVICE, callsPerSecond: 50 });
    expect(await scene.summary()).toMatchObject({ shop: { cart: { weights: ["1.0.0 100%"] } } });
    expect(Object.keys((await after.stop()).versions)).toEqual(["1.0.0"]);
  });

  test("is not made again by the next up, which says why", async () => {
    const from = route.moments.length;
    expect(await scene.make("preview")).toMatch(
      /failed at step 1 of 2.*not < 0\.05.*up fails until rollout\.retry has a new value or to is another version/s,
    );
    const output = await scene.refused("up");
    expect(output).toMatch(/failed at step 1 of 2 \(25% on 1\.1\.0\).*not < 0\.05/s);
    expect(output).toContain(
      "not repeated until rollout.retry has a new value or rollout.to is another version",
    );
    expect(route.moments.length).toBe(from);
  });

  test("is made again with a new value of retry", async () => {
    const from = route.moments.length;
    declare(await badRollout(1));
    expect(await scene.make("preview")).toContain("step 1 of 2: 25% on 1.1.0, check errors");
    load = new Load(client, { service: SERVICE, callsPerSecond: 50 });
    expect((await scene.stack.make("up")).output).toContain("check errors failed");
    await load.stop();
    expect(route.rollouts(from)).toEqual(["Progressing 1", "Failed 1"]);
    expect(route.now?.weights).toBe("1.0.0=1");
  });

  test("makes way for another version, whose check is asked by HTTP", async () => {
    const from = route.moments.length;
    const checks = { health: { http: { url: health.url }, interval: "1s", count: 2 } };
    const steps = [{ weight: 50, checks: ["health"] }, { weight: 100 }];
    const rollout = { to: "1.2.0", deadline: DEADLINE, steps, checks };
    health.status = 503;
    declare({ rollout });
    const { code, output } = await scene.stack.make("up");
    expect(code).not.toBe(0);
    expect(output).toContain(`check health failed: status 503, not 2xx, from ${health.url}`);
    expect(route.rollouts(from)).toEqual(["Progressing 1", "Failed 1"]);

    health.status = 200;
    health.asked = 0;
    declare({ rollout: { ...rollout, retry: 1 } });
    await scene.make("up");
    expect(health.asked).toBe(2);
    expect(route.now).toEqual({ weights: "1.2.0=1", rollout: "Succeeded 2" });
    expect(await scene.changes()).toEqual([]);
  });

  test("leaves the weights as they are where it is to hold", async () => {
    const from = route.moments.length;
    const checks = { health: { http: { url: health.url }, interval: "1s" } };
    const steps = [{ weight: 20, checks: ["health"] }, { weight: 100 }];
    health.status = 500;
    declare({ rollout: { to: "1.0.0", deadline: DEADLINE, steps, checks, onFailure: "hold" } });
    const { output } = await scene.stack.make("up");
    expect(output).toContain("calls are left to go to 1.0.0 20%, 1.2.0 80%");
    expect(route.weights(from)).toEqual(["1.0.0=1 1.2.0=4"]);

    declare({ weights: { "1.0.0": 1 } });
    await scene.make("up");
    expect(route.now).toEqual({ weights: "1.0.0=1", rollout: "" });
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
