import { readFileSync } from "node:fs";
import path from "node:path";
import { PlainProgram } from "../support/plain-program.js";
import { testLab, type TestLab } from "../support/lab.js";
import { TestStack } from "../support/stack.js";
import { median, publish, ratio, succeeds, timed, type Comparison } from "./report.js";

const ROUNDS = 9;

const TRIVIAL = `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async check(olds, news) { return { inputs: news }; },
  async diff() { return { changes: false }; },
  async create(inputs) { return { id: "one", outs: inputs }; },
};
class Trivial extends pulumi.dynamic.Resource {
  constructor(name, props) { super(provider, name, props, undefined, "peer", "Trivial"); }
}
new Trivial("one", { value: 1 });
`;

describe("a preview that finds no change", () => {
  let lab: TestLab;
  let stack: TestStack;
  let trivial: PlainProgram;

  beforeAll(async () => {
    lab = await testLab();
    stack = new TestStack(lab.folder);
    stack.writeStackFile(readFileSync(path.resolve(__dirname, "..", "..", "Pulumi.dev.yaml"), "utf8"));
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    trivial = new PlainProgram(lab.folder, "trivial", TRIVIAL);
    await trivial.init();
    expect(await trivial.pulumi("up", "--yes", "--skip-preview", "--stack", "peer")).toMatchObject({
      code: 0,
    });
  });

  afterAll(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await stack.dispose();
    await trivial.dispose();
  });

  test("of the dev stack, against a program with one trivial dynamic resource", async () => {
    const ours: number[] = [];
    const peer: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(
        await timed(() => succeeds(stack.pulumi("preview", "--stack", stack.name, "--expect-no-changes"))),
      );
      peer.push(
        await timed(() => succeeds(trivial.pulumi("preview", "--stack", "peer", "--expect-no-changes"))),
      );
    }
    const comparison: Comparison = {
      what: "no-change preview",
      ours: median(ours) / 1000,
      peer: median(peer) / 1000,
      unit: "s",
      limit: 1.3,
    };
    publish(
      "Preview of the dev stack",
      `The dev stack against a program with one trivial dynamic resource, compiled the same way; median of ${ROUNDS} alternating runs.`,
      [comparison],
    );
    expect(ratio(comparison)).toBeLessThanOrEqual(1.3);
  });
});
