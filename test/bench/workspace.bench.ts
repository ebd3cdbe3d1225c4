import { readFileSync } from "node:fs";
import path from "node:path";
import { GitRepository } from "../support/git-repository.js";
import { testLab, type TestLab } from "../support/lab.js";
import { PlainProgram } from "../support/plain-program.js";
import type { Finished, TestStack } from "../support/stack.js";
import { kubectlOf, type Kubectl } from "../support/workspace-bench-kubectl.js";
import { benchConfigMap, bytesOf, configMapFiles, FOLDER } from "../support/workspace-bench-objects.js";
import { emptyStack, workspaceStack } from "../support/workspace-bench-stack.js";
import { median, publish, ratio, succeeds, timed, type Comparison } from "./report.js";

const COUNT = 1000;
const CHANGED = 10;
const ROUNDS = 3;

const UP = ["up", "--yes", "--skip-preview"];
const PREVIEW = ["preview"];

const plain = (namespace: string, kubeconfig: string): string => `
const k8s = require("@pulumi/kubernetes");
const provider = new k8s.Provider("lab", { kubeconfig: ${JSON.stringify(kubeconfig)}, namespace: "${namespace}" });
for (const object of ${JSON.stringify(Array.from({ length: COUNT }, (_, index) => benchConfigMap(index, "first")))})
  new k8s.core.v1.ConfigMap(object.metadata.name, object, { provider });
`;

/** Seconds of one command of each side, by rounds. */
class Measured {
  readonly ours: number[] = [];
  readonly empty: number[] = [];
  readonly peer: number[] = [];

  constructor(
    readonly what: string,
    readonly limit: number,
  ) {}

  /** The medians; from ours, what the same command takes with an empty workspace is subtracted. */
  comparison(): Comparison {
    const { what, limit, ours, empty, peer } = this;
    return { what, limit, unit: "s", ours: median(ours) - median(empty), peer: median(peer) };
  }

  /** The medians with the start of engine, program and provider. */
  whole(): Comparison {
    const { what, ours, peer } = this;
    return { what: `${what}, whole command`, unit: "s", ours: median(ours), peer: median(peer) };
  }
}

describe(`${COUNT} ConfigMaps of a git repository`, () => {
  const repository = new GitRepository();
  let lab: TestLab;
  let kubectl: Kubectl;
  let empty: TestStack;

  beforeAll(async () => {
    lab = await testLab();
    kubectl = await kubectlOf(lab);
    repository.commit(configMapFiles(COUNT, () => "first"));
    empty = await emptyStack(lab.folder, repository, await namespaceFor("bench-empty"));
    await succeeds(empty.pulumi(...UP, "--stack", empty.name));
  });

  afterAll(async () => {
    await succeeds(empty.pulumi("destroy", "--yes", "--skip-preview", "--stack", empty.name));
    await empty.dispose();
    repository.dispose();
  });

  test("create, preview and update, against kubectl", async () => {
    const created = new Measured("create", 0.5);
    const unchanged = new Measured("preview, no change", 0.15);
    const previewed = new Measured(`preview, ${CHANGED} changed`, 0.2);
    const updated = new Measured(`update, ${CHANGED} changed`, 0.2);
    const sizes: Comparison[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      const files = configMapFiles(COUNT, () => "first");
      repository.commit(files);
      const theirs = await namespaceFor(`kubectl-${round}`);
      const stack = await workspaceStack(lab.folder, repository, await namespaceFor(`bench-${round}`));
      const manifests = ["--server-side", "--namespace", theirs, "-f", path.join(repository.folder, FOLDER)];
      const compare = async (into: Measured, args: readonly string[], peer: () => Promise<unknown>) => {
        into.peer.push(await seconds(peer));
        into.ours.push(await seconds(() => succeeds(stack.pulumi(...args, "--stack", stack.name))));
        into.empty.push(await seconds(() => succeeds(empty.pulumi(...args, "--stack", empty.name))));
      };

      await compare(created, UP, () => succeeds(kubectl("apply", ...manifests)));
      sizes.push(await stateSize(stack, bytesOf(files)));
      const noChange = [...PREVIEW, "--expect-no-changes"];
      await compare(unchanged, noChange, () => succeeds(kubectl("diff", ...manifests)));
      const every = COUNT / CHANGED;
      repository.commit(configMapFiles(COUNT, (index) => (index % every === 0 ? "second" : "first")));
      await compare(previewed, PREVIEW, () => differs(kubectl("diff", ...manifests)));
      await compare(updated, UP, () => succeeds(kubectl("apply", ...manifests)));

      await succeeds(stack.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack.name));
      await stack.dispose();
      await succeeds(kubectl("delete", "namespace", "--wait=false", theirs));
    }

    const measured = [created, unchanged, previewed, updated];
    const limited = [...measured.map((one) => one.comparison()), ...sizes.slice(0, 1)];
    publish(
      `A workspace of ${COUNT} ConfigMaps`,
      `One workspace with ${COUNT} ConfigMaps from a git repository, against \`kubectl apply --server-side\` and \`kubectl diff --server-side\` of the same files on the same API server; median of ${ROUNDS} alternating runs. From ours, the same command on a stack whose workspace is empty is subtracted, except where a row says otherwise. Every preview of ours looks at what is live.`,
      [...limited, ...measured.map((one) => one.whole())],
    );
    for (const one of limited) expect(ratio(one)).toBeLessThanOrEqual(one.limit ?? Infinity);
  });

  test("create and preview, against plain ConfigMap resources", async () => {
    repository.commit(configMapFiles(COUNT, () => "first"));
    const theirs = await namespaceFor("plain");
    const peer = new PlainProgram(lab.folder, "plain", plain(theirs, readFileSync(lab.kubeconfig, "utf8")));
    await peer.init();
    const stack = await workspaceStack(lab.folder, repository, await namespaceFor("bench-plain"));
    const both = async (what: string, ...args: string[]): Promise<Comparison> => ({
      what,
      unit: "s",
      ours: await seconds(() => succeeds(stack.pulumi(...args, "--stack", stack.name))),
      peer: await seconds(() => succeeds(peer.pulumi(...args, "--stack", "peer"))),
    });
    const comparisons = [
      await both("up, everything new", ...UP),
      await both("preview, no change", ...PREVIEW, "--expect-no-changes"),
    ];
    publish(
      `A workspace against ${COUNT} plain resources`,
      `The same ${COUNT} ConfigMaps as one resource each of \`@pulumi/kubernetes\`, whose preview reads nothing live. Nothing is subtracted.`,
      comparisons,
    );
    await succeeds(stack.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack.name));
    await stack.dispose();
    await peer.dispose();
    await succeeds(kubectl("delete", "namespace", "--wait=false", theirs));
    for (const one of comparisons) expect(ratio(one)).toBeLessThan(1);
  });

  async function namespaceFor(name: string): Promise<string> {
    await succeeds(kubectl("create", "namespace", name));
    return name;
  }

  async function stateSize(stack: TestStack, manifests: number): Promise<Comparison> {
    const exported = async (one: TestStack): Promise<number> =>
      Buffer.byteLength((await one.pulumi("stack", "export", "--stack", one.name)).stdout);
    const ours = ((await exported(stack)) - (await exported(empty))) / COUNT;
    return { what: "state, an object", unit: "bytes", limit: 1.5, ours, peer: manifests / COUNT };
  }
});

async function seconds(action: () => Promise<unknown>): Promise<number> {
  return (await timed(action)) / 1000;
}

/** `kubectl diff` answers 1 when something differs. */
async function differs(run: Promise<Finished>): Promise<void> {
  const { code, output } = await run;
  if (code !== 1) throw new Error(`exit code ${code ?? "none"} instead of 1:\n${output}`);
}
