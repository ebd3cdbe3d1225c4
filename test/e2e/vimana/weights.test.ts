import { z } from "zod";
import { routeName, serverName } from "../../../model/vimana/names.js";
import type { GrpcClient } from "../../support/grpc-client.js";
import { Load } from "../../support/grpc-load.js";
import { until } from "../../support/until.js";
import { GRPC_ROUTE, vimanaScene } from "../../support/vimana-scene.js";

const SERVICE = "example.Cart";
const VERSIONS = ["1.0.0", "1.1.0"];
const CALLS = 2000;
const AT_ONCE = 20;

const live = z.looseObject({
  spec: z.looseObject({
    rules: z.tuple([z.looseObject({ backendRefs: z.array(z.looseObject({ name: z.string() })) })]),
  }),
});
const written = z.looseObject({ objectRef: z.looseObject({ resource: z.string() }) });

describe("weights", () => {
  const scene = vimanaScene("weights");
  let client: GrpcClient;

  beforeAll(async () => {
    for (const version of VERSIONS)
      await scene.push({ domain: "shop", server: "cart", services: [SERVICE], version });
    declare(4, 1);
    await scene.make("up");
    client = await scene.caller(scene.hostOf("shop"), SERVICE);
  });

  test("divide the calls among the versions", async () => {
    expect(Math.abs((await shareOfFirst()) - 80)).toBeLessThanOrEqual(3);
  });

  test("are changed by one update, which loses no call", async () => {
    declare(1, 3);
    expect(await scene.changes()).toEqual(["update Traffic weights/shop/cart"]);
    expect(await scene.make("preview")).toContain("weights of cart: 1.0.0 80% → 25%, 1.1.0 20% → 75%");

    const mark = scene.audit.mark();
    const load = new Load(client, { service: SERVICE, callsPerSecond: 50, streams: 5 });
    await scene.make("up");
    await until("the new weights in Envoy", async () => {
      const before = load.report().calls["OK"] ?? 0;
      await until("more calls", () => (load.report().calls["OK"] ?? 0) > before + 20);
      return (await shareOfFirst(200)) < 50;
    });
    const report = await load.stop();
    expect(report.failures).toEqual([]);
    expect(Object.keys(report.calls)).toEqual(["OK"]);
    expect(Object.keys(report.streams)).toEqual(["OK"]);
    expect(scene.audit.ourWritesSince(mark).map((event) => written.parse(event).objectRef.resource)).toEqual([
      "grpcroutes",
    ]);
    expect(Math.abs((await shareOfFirst()) - 25)).toBeLessThanOrEqual(3);
  });

  test("of somebody else are left as they are", async () => {
    declare(1, 3, { weightsManagedBy: "external" });
    await scene.make("up");
    const route = {
      ...GRPC_ROUTE,
      namespace: "weights",
      name: routeName(serverName(scene.domainId("shop"), "cart")),
    };
    const { spec } = live.parse(await scene.kubernetes.get(route));
    const [rule] = spec.rules;
    const backendRefs = rule.backendRefs.map((ref, index) => ({ ...ref, weight: index === 0 ? 1 : 0 }));
    await scene.kubernetes.patch(
      route,
      { spec: { rules: [{ ...rule, backendRefs }] } },
      { type: "merge", fieldManager: "somebody" },
    );
    await until("all calls at the first version", async () => (await shareOfFirst(50)) === 100);
    expect(await scene.changes()).toEqual([]);
    await scene.make("refresh");
    expect(await scene.changes()).toEqual([]);
    await scene.make("up");
    expect(await shareOfFirst(50)).toBe(100);
    expect(await scene.summary()).toMatchObject({ shop: { cart: { weights: ["1.0.0 100%"] } } });
  });

  function declare(first: number, second: number, more: { weightsManagedBy?: "external" } = {}): void {
    scene.declare({
      shop: {
        servers: {
          cart: {
            services: [SERVICE],
            components: { "1.0.0": {}, "1.1.0": {} },
            weights: { "1.0.0": first, "1.1.0": second },
            ...more,
          },
        },
      },
    });
  }

  /** Percent of so many calls that the first version answers; every call has to succeed. */
  async function shareOfFirst(calls = CALLS): Promise<number> {
    const answers: string[] = [];
    const oneByOne = async (): Promise<void> => {
      while (answers.length < calls) {
        const { code, reply } = await client.echo(SERVICE);
        expect(code).toBe("OK");
        answers.push(reply?.version ?? "");
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, oneByOne));
    return (100 * answers.filter((version) => version === "1.0.0").length) / answers.length;
  }
});
