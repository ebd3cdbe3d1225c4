import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { providerText } from "../../providers/runtime/provider-text.js";
import { startFakeEngine, type FakeEngine } from "../support/fake-engine.js";
import {
  projectWithKinds,
  startProvider,
  type Properties,
  type ProviderProcess,
} from "../support/provider-process.js";
import { median, publish, type Comparison } from "./report.js";

const RESOURCES = 1000;
const CHECKOUT = path.resolve(__dirname, "..", "..");

/** The least a dynamic provider can do, serialised by the SDK. */
function echoProvider(): string {
  const script = `
    const pulumi = require("@pulumi/pulumi");
    const provider = {
      async check(olds, news) { return { inputs: news }; },
      async diff() { return { changes: false }; },
      async create(inputs) { return { id: inputs.name, outs: inputs }; },
    };
    pulumi.runtime.serializeFunction(() => provider).then((serialised) => process.stdout.write(serialised.text));`;
  return execFileSync(process.execPath, ["-e", script], { cwd: CHECKOUT, encoding: "utf8" });
}

describe("the runtime around a kind", () => {
  let engine: FakeEngine;
  let provider: ProviderProcess;
  const project = projectWithKinds(path.join(__dirname, "plain-kind.ts"));

  beforeAll(async () => {
    engine = await startFakeEngine();
    provider = await startProvider({
      project,
      engine: engine.address,
      config: { "groundplan:installation": "bench" },
    });
  });

  afterAll(async () => {
    await provider.stop();
    engine.kill();
    rmSync(project, { recursive: true });
  });

  /** Milliseconds of check and diff of one existing, unchanged resource. */
  async function roundTrip(text: string, index: number): Promise<() => Promise<number>> {
    const name = `one-${index}`;
    const urn = `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/bench:Plain::${name}`;
    const wanted: Properties = {
      name,
      content: "x".repeat(200),
      labels: { a: "b" },
      __urn: urn,
      __provider: text,
    };
    const { inputs } = await provider.check({}, wanted);
    const { id, properties } = await provider.create(inputs);
    return async () => {
      const start = performance.now();
      const checked = await provider.check(inputs, wanted);
      const { changes } = await provider.diff(id, properties, checked.inputs);
      const elapsed = performance.now() - start;
      expect(changes).toBe(false);
      return elapsed;
    };
  }

  test(`check and diff of ${RESOURCES} resources, against an echo`, async () => {
    const text = providerText("bench.Plain");
    const echo = echoProvider();
    const ours: number[] = [];
    const peer: number[] = [];
    for (let index = 0; index < RESOURCES; index += 1) {
      const [own, other] = [await roundTrip(text, index), await roundTrip(echo, index)];
      ours.push(await own());
      peer.push(await other());
    }
    const comparison: Comparison = {
      what: "check + diff, median",
      ours: median(ours),
      peer: median(peer),
      unit: "ms",
    };
    publish(
      "Overhead of the runtime",
      `Check and diff of ${RESOURCES} unchanged resources through the real provider process, against a provider that echoes. The difference must stay below 1 ms (it is ${(median(ours) - median(peer)).toFixed(2)} ms); the stored text, ${text.length} bytes, below 1,000.`,
      [comparison],
    );
    expect(median(ours) - median(peer)).toBeLessThan(1);
    expect(text.length).toBeLessThan(1000);
  });
});
