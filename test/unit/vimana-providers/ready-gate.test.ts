import { Failure } from "../../../model/shared/errors.js";
import { routeName, serverObjectName, serviceName } from "../../../model/vimana/names.js";
import {
  readyGate,
  type ReadyGateInputs,
  type ReadyGateOutputs,
} from "../../../providers/vimana/ready-gate.js";
import {
  deployment,
  DOMAIN,
  Driver,
  NAMESPACE,
  seedDeployment,
  vimanaWorld,
  withEveryFault,
  type World,
} from "./world.js";

const FULL_NAME = `${DOMAIN}:cart@1.0.0`;
const SERVICE = serviceName(FULL_NAME);
const ROUTE = "gateway.networking.k8s.io/v1";

function spec(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cluster: "lab",
    namespace: NAMESPACE,
    fullName: FULL_NAME,
    image: "cart:1",
    drainSeconds: 0,
    ...more,
  };
}

function gate(world: World): Driver<ReadyGateInputs, ReadyGateOutputs> {
  return new Driver(world, readyGate, "shop/cart@1.0.0-ready");
}

function seedEndpoints(world: World, ready: boolean): void {
  world.kubernetes.seed({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      namespace: NAMESPACE,
      name: `${SERVICE}-abc`,
      labels: { "kubernetes.io/service-name": SERVICE },
    },
    endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready } }],
  });
}

/** The domain's route, as the operator writes it, with weights by Service. */
function seedRoute(world: World, weights: Record<string, number | undefined>, name = DOMAIN): void {
  world.kubernetes.seed({
    apiVersion: ROUTE,
    kind: "GRPCRoute",
    metadata: { namespace: NAMESPACE, name },
    spec: {
      rules: [
        {
          backendRefs: Object.entries(weights).map(([name, weight]) => ({
            name,
            port: 80,
            ...(weight === undefined ? {} : { weight }),
          })),
        },
      ],
    },
  });
}

/** Answers whether work has ended whenever it is asked; the work's outcome is not lost. */
function observed<T>(work: Promise<T>): { readonly ended: () => boolean; readonly outcome: Promise<T> } {
  let ended = false;
  const note = (): void => {
    ended = true;
  };
  work.then(note, note);
  return { ended: () => ended, outcome: work };
}

/** Resolves after a request that the gate sends; until then it has nothing new to look at. */
function asked(world: World, verb: string, kind: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = world.kubernetes.inject((request, moment) => {
      if (request.verb === verb && request.kind === kind && moment === "after") {
        stop();
        resolve();
      }
      return undefined;
    });
  });
}

describe("a version that the operator makes", () => {
  test("is waited for step by step: Deployment, image, pods, endpoints", async () => {
    const world = vimanaWorld();
    const watched = asked(world, "list", "Deployment");
    const create = observed(gate(world).up(spec()));
    await watched;
    seedDeployment(world, FULL_NAME, 0, "cart:0");
    seedDeployment(world, FULL_NAME, 1, "cart:0");
    seedDeployment(world, FULL_NAME, 0, "cart:1");
    const looked = asked(world, "list", "EndpointSlice");
    expect(create.ended()).toBe(false);
    seedDeployment(world, FULL_NAME, 1, "cart:1");
    await looked;
    seedEndpoints(world, false);
    expect(create.ended()).toBe(false);
    seedEndpoints(world, true);
    expect(await create.outcome).toEqual({ ready: true });
  });

  test("with no replicas wanted needs no endpoint", async () => {
    const world = vimanaWorld();
    seedDeployment(world, FULL_NAME, 1, "cart:1");
    const found = deployment(world, FULL_NAME);
    world.kubernetes.seed({
      ...found,
      spec: { ...(found["spec"] as object), replicas: 0 },
      status: { observedGeneration: 9, replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
    });
    expect(await gate(world).up(spec())).toEqual({ ready: true });
  });

  test("that has another image is waited for anew", async () => {
    const world = vimanaWorld();
    const driver = gate(world);
    seedDeployment(world, FULL_NAME, 1, "cart:1");
    seedEndpoints(world, true);
    await driver.up(spec());
    const watched = asked(world, "list", "Deployment");
    const update = observed(driver.up(spec({ image: "cart:1b" })));
    await watched;
    expect(update.ended()).toBe(false);
    seedDeployment(world, FULL_NAME, 1, "cart:1b");
    expect(await update.outcome).toEqual({ ready: true });
  });

  test("a refresh tells whether it is ready now", async () => {
    const world = vimanaWorld();
    const driver = gate(world);
    seedDeployment(world, FULL_NAME, 1, "cart:1");
    seedEndpoints(world, true);
    await driver.up(spec());
    seedDeployment(world, FULL_NAME, 0, "cart:1");
    await driver.refresh();
    expect(driver.state?.outputs).toEqual({ ready: false });
  });
});

describe("a version that goes", () => {
  async function ready(world = vimanaWorld(), more: Record<string, unknown> = {}) {
    seedDeployment(world, FULL_NAME, 1, "cart:1");
    seedEndpoints(world, true);
    const driver = gate(world);
    await driver.up(spec(more));
    return { world, driver };
  }

  test("waits until no route sends anything to it", async () => {
    const { world, driver } = await ready();
    seedRoute(world, { [SERVICE]: 4, "s-other": 1 });
    const watched = asked(world, "list", "GRPCRoute");
    const deletion = observed(driver.down());
    await watched;
    seedRoute(world, { [SERVICE]: undefined, "s-other": 1 });
    expect(deletion.ended()).toBe(false);
    seedRoute(world, { [SERVICE]: 0, "s-other": 1 });
    await deletion.outcome;
  });

  test("then drains, counted from the operator's own write", async () => {
    const { world, driver } = await ready(vimanaWorld(), { drainSeconds: 600 });
    seedRoute(world, { "s-other": 1 });
    const recorded = driver.state;
    world.now += 599_900;
    const begun = performance.now();
    await driver.down(recorded);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(95);
    world.now += 100;
    const again = performance.now();
    await driver.down(recorded);
    expect(performance.now() - again).toBeLessThan(95);
  });

  test.each<[string, (world: World) => void]>([
    [
      "its Server gives it weight",
      (world) => {
        world.kubernetes.seed({
          apiVersion: "api.vimana.host/v1alpha1",
          kind: "Server",
          metadata: { namespace: NAMESPACE, name: serverObjectName(`${DOMAIN}:cart`) },
          spec: { versionWeights: { "1.0.0": 1 } },
        });
      },
    ],
    [
      "a route of direct mode sends to it",
      (world) => {
        seedRoute(world, { [SERVICE]: 1 }, routeName(`${DOMAIN}:cart`));
      },
    ],
  ])("goes at once when only the gate goes: %s", async (_why, keep) => {
    const { world, driver } = await ready(vimanaWorld(), { drainSeconds: 600 });
    seedRoute(world, { [SERVICE]: 1 });
    keep(world);
    await driver.down();
  });

  test("does not wait for routes of others", async () => {
    const { world, driver } = await ready();
    seedRoute(world, { [SERVICE]: 1 }, "somebody-elses");
    await driver.down();
  });

  test("goes at once where there is no route, or nothing knows of routes", async () => {
    const { world, driver } = await ready(vimanaWorld(), { drainSeconds: 600 });
    const recorded = driver.state;
    await driver.down(recorded);
    world.kubernetes.withdraw({ group: "gateway.networking.k8s.io", version: "v1", kind: "GRPCRoute" });
    await driver.down(recorded);
  });

  test("whose route never changes fails with the operation's own reason", async () => {
    const { world, driver } = await ready();
    seedRoute(world, { [SERVICE]: 1 });
    const context = world.context.bind(world);
    const signal = AbortSignal.abort(new Failure({ what: "delete did not finish within 300 s" }));
    jest.spyOn(world, "context").mockImplementation((...given) => ({ ...context(...given), signal }));
    await expect(driver.down()).rejects.toThrow("did not finish within 300 s");
  });

  test("survives every failing request", async () => {
    await withEveryFault(
      async () => {
        const { world, driver } = await ready();
        seedRoute(world, { "s-other": 1 });
        const recorded = driver.state;
        return { world, run: () => driver.down(recorded) };
      },
      ({ world }) => {
        expect(world.writes()).toEqual([]);
      },
    );
  });
});
