import { componentName, deploymentName, serviceName } from "../../../model/vimana/names.js";
import { Load } from "../../support/grpc-load.js";
import { until } from "../../support/until.js";
import { vimanaScene } from "../../support/vimana-scene.js";

const SERVICE = "example.Cart";
const STREAMS = 20;

describe("removing a version that has calls", () => {
  const scene = vimanaScene("removal");
  const version = (name: string) => componentName(scene.domainId("shop"), "cart", name);

  const declare = (weights: Readonly<Record<string, number>>, requireDrain = false): void => {
    const components = Object.fromEntries(Object.keys(weights).map((name) => [name, {}]));
    scene.declare(
      { shop: { servers: { cart: { services: [SERVICE], components, weights: { ...weights } } } } },
      { requireDrain },
    );
  };

  beforeAll(async () => {
    for (const name of ["1.0.0", "1.1.0", "1.2.0"])
      await scene.push({ domain: "shop", server: "cart", services: [SERVICE], version: name });
    declare({ "1.0.0": 1, "1.1.0": 1 });
    await scene.make("up");
  });

  test("moves its calls away, drains it, and fails neither a call nor a stream", async () => {
    const client = await scene.caller(scene.hostOf("shop"), SERVICE);
    const load = new Load(client, {
      service: SERVICE,
      callsPerSecond: 50,
      streams: STREAMS,
      streamSeconds: 25,
    });
    await until("calls at both versions", () => Object.keys(load.report().versions).length === 2);

    declare({ "1.1.0": 1, "1.2.0": 1 });
    const output = await scene.make("up");
    expect(output).toMatch(/1\.0\.0 \(50%\) is removed while it gets calls; they move away first.*\(WGT-5\)/);
    const { calls, streams, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(Object.keys(calls)).toEqual(["OK"]);
    expect(streams["OK"]).toBeGreaterThanOrEqual(STREAMS);
    expect(Object.keys(streams)).toEqual(["OK"]);

    expect(await scene.find("v1", "Service", serviceName(version("1.0.0")))).toBeUndefined();
    expect(await scene.find("apps/v1", "Deployment", deploymentName(version("1.0.0")))).toBeUndefined();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.echo(SERVICE)));
    expect(new Set(answers.map(({ reply }) => reply?.version))).toEqual(new Set(["1.1.0", "1.2.0"]));
    expect(await scene.changes()).toEqual([]);
  });

  test("is refused where a deployment without its calls has to come first", async () => {
    declare({ "1.2.0": 1 }, true);
    const output = await scene.refused("preview");
    expect(output).toMatch(/1\.1\.0 \(50%\) is not declared any more and still gets calls.*\(WGT-5\)/s);

    declare({ "1.1.0": 0, "1.2.0": 1 }, true);
    await scene.make("up");
    declare({ "1.2.0": 1 }, true);
    expect(await scene.make("up")).not.toContain("WGT-5");
    expect(await scene.find("apps/v1", "Deployment", deploymentName(version("1.1.0")))).toBeUndefined();
  });
});
