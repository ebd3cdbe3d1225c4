import { readFileSync } from "node:fs";
import path from "node:path";
import { GitRepository } from "../support/git-repository.js";
import { testLab, type TestLab } from "../support/lab.js";
import { PlainProgram } from "../support/plain-program.js";
import type { Finished, TestStack } from "../support/stack.js";
import { kubectlOf, type Kubectl } from "../support/workspace-bench-kubectl.js";
import { benchConfigMap, bytesOf, configMapFiles, FOLDER } from "../support/workspace-bench-objects.js";
import { emptyStack, objectlessStack, workspaceStack } from "../support/workspace-bench-stack.js";
import { median, publish, ratio, succeeds, timed, type Comparison } from "./report.js";

const COUNT = 1000;
const CHANGED = 10;
const ROUNDS = 3;
/** Milliseconds for all rounds on a busy machine. */
const LONGEST = 60 * 60_000;

const UP = ["up", "--yes", "--skip-preview"];
const PREVIEW = ["preview"];

const plain = (namespace: string, kubeconfig: string): string => `
const k8s = require("@pulumi/kubernetes");
const provider = new k8s.Provider("lab", { kubeconfig: ${JSON.stringify(kubeconfig)}, namespace: "${namespace}" });
for (const object of ${JSON.stringify(Array.from({ length: COUNT }, (_, index) => benchConfigMap(index, "first")))})
  new k8s.core.v1.ConfigMap(object.metadata.name, object, { provider });
`;

/** What one command takes in seconds, by rounds: ours, what is subtracted from it, and the peer's. */
class Measured {
  readonly ours: number[] = [];
  /** Without a workspace. */
  readonly empty: number[] = [];
  /** With a workspace that holds no object. */
  readonly objectless: number[] = [];
  readonly peer: number[] = [];

  constructor(
    readonly what: string,
    readonly limit?: number,
  ) {}

  /** The medians, less the same command on a stack without a workspace. */
  comparison(): Comparison {
    const { limit } = this;
    return { ...this.less(this.empty, ""), ...(limit === undefined ? {} : { limit }) };
  }

  /** The medians, less the same command with a workspace that holds no object. */
  ofObjects(): Comparison {
    return this.less(this.objectless, ", objects alone");
  }

  /** The medians with everything that the command takes. */
  whole(): Comparison {
    return this.less([0], ", whole command");
  }

  private less(subtracted: readonly number[], how: string): Comparison {
    const { what, ours, peer } = this;
    return { what: what + how, unit: "s", ours: median(ours) - median(subtracted), peer: median(peer) };
  }
}

describe(`${COUNT} ConfigMaps of a git repository`, () => {
  const repository = new GitRepository();
  let lab: TestLab;
  let kubectl: Kubectl;
  let empty: TestStack;
  let objectless: TestStack;

  beforeAll(async () => {
    lab = await testLab();
    kubectl = await kubectlOf(lab);
    repository.commit(configMapFiles(COUNT, () => "first"));
    empty = await emptyStack(lab.folder, repository, "bench-empty");
    objectless = await objectlessStack(lab.folder, repository, await namespaceFor("bench-objectless"));
    for (const stack of [empty, objectless]) await succeeds(stack.pulumi(...UP, "--stack", stack.name));
  });

  afterAll(async () => {
    for (const stack of [empty, objectless]) await removed(stack);
    repository.dispose();
  });

  test(
    "create, preview and update, against kubectl",
    async () => {
      const created = new Measured("create", 0.5);
      const unseen = new Measured("create, without a preview before");
      const unchanged = new Measured("preview, no change", 0.15);
      const previewed = new Measured(`preview, ${CHANGED} changed`, 0.2);
      const updated = new Measured(`update, ${CHANGED} changed`, 0.2);
      const sizes: Comparison[] = [];

      for (let round = 0; round < ROUNDS; round += 1) {
        const files = configMapFiles(COUNT, () => "first");
        repository.commit(files);
        const theirs = await namespaceFor(`kubectl-${round}`);
        const stack = await workspaceStack(lab.folder, repository, await namespaceFor(`bench-${round}`));
        const manifests = [
          "--server-side",
          "--namespace",
          theirs,
          "-f",
          path.join(repository.folder, FOLDER),
        ];
        const compare = async (into: Measured, args: readonly string[], peer: () => Promise<unknown>) => {
          into.peer.push(await seconds(peer));
          into.ours.push(await secondsOf(stack, args));
          into.empty.push(await secondsOf(empty, args));
          into.objectless.push(await secondsOf(objectless, args));
        };

        const other = await workspaceStack(
          lab.folder,
          repository,
          await namespaceFor(`bench-unseen-${round}`),
        );
        unseen.ours.push(await secondsOf(other, UP));
        await removed(other);
        await succeeds(stack.pulumi(...PREVIEW, "--stack", stack.name));
        await compare(created, UP, () => succeeds(kubectl("apply", ...manifests)));
        unseen.peer.push(...created.peer.slice(-1));
        unseen.empty.push(...created.empty.slice(-1));
        unseen.objectless.push(...created.objectless.slice(-1));
        sizes.push(await stateSize(stack, bytesOf(files)));
        const noChange = [...PREVIEW, "--expect-no-changes"];
        await compare(unchanged, noChange, () => succeeds(kubectl("diff", ...manifests)));
        const every = COUNT / CHANGED;
        repository.commit(configMapFiles(COUNT, (index) => (index % every === 0 ? "second" : "first")));
        await compare(previewed, PREVIEW, () => differs(kubectl("diff", ...manifests)));
        await compare(updated, UP, () => succeeds(kubectl("apply", ...manifests)));

        await removed(stack);
        await succeeds(kubectl("delete", "namespace", "--wait=false", theirs));
      }

      const measured = [created, unseen, unchanged, previewed, updated];
      const limited = [...measured.map((one) => one.comparison()), ...sizes.slice(0, 1)];
      publish(
        `A workspace of ${COUNT} ConfigMaps`,
        `One workspace with ${COUNT} ConfigMaps from a git repository, against \`kubectl apply --server-side\` and \`kubectl diff --server-side\` of the same files on the same API server; median of ${ROUNDS} alternating runs. From ours, the same command on a stack of the same program without a workspace is subtracted; for "objects alone", on one whose workspace holds no object; for "whole command", nothing. Every preview of ours looks at what is live. A create follows a preview, which has tried all objects on the server; without one, the create tries them itself before it writes any, which \`kubectl apply\` does not do.`,
        [...limited, ...measured.map((one) => one.ofObjects()), ...measured.map((one) => one.whole())],
      );
      const tooSlow = limited.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooSlow.map(({ what }) => what)).toEqual([]);
    },
    LONGEST,
  );

  test(
    "create and preview, against plain ConfigMap resources",
    async () => {
      repository.commit(configMapFiles(COUNT, () => "first"));
      const theirs = await namespaceFor("plain");
      const peer = new PlainProgram(lab.folder, "plain", plain(theirs, readFileSync(lab.kubeconfig, "utf8")));
      await peer.init();
      const stack = await workspaceStack(lab.folder, repository, await namespaceFor("bench-plain"));
      const both = async (what: string, ...args: string[]): Promise<Comparison> => ({
        what,
        unit: "s",
        ours: await secondsOf(stack, args),
        peer: await seconds(() => succeeds(peer.pulumi(...args, "--stack", "peer"))),
      });
      const comparisons = [
        await both("up, everything new", ...UP),
        await both("preview, no change", ...PREVIEW, "--expect-no-changes"),
      ];
      publish(
        `A workspace against ${COUNT} plain resources`,
        `The same ${COUNT} ConfigMaps as one resource each of \`@pulumi/kubernetes\`, whose preview reads nothing live; the lab's stand-in serves them where the official plugin cannot be had. Nothing is subtracted.`,
        comparisons,
      );
      await removed(stack);
      await peer.dispose();
      await succeeds(kubectl("delete", "namespace", "--wait=false", theirs));
      for (const one of comparisons) expect(ratio(one)).toBeLessThan(1);
    },
    LONGEST,
  );

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

function secondsOf(stack: TestStack, args: readonly string[]): Promise<number> {
  return seconds(() => succeeds(stack.pulumi(...args, "--stack", stack.name)));
}

async function removed(stack: TestStack): Promise<void> {
  await succeeds(stack.pulumi("destroy", "--yes", "--skip-preview", "--stack", stack.name));
  await stack.dispose();
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  return (await timed(action)) / 1000;
}

/** `kubectl diff` answers 1 when something differs. */
async function differs(run: Promise<Finished>): Promise<void> {
  const { code, output } = await run;
  if (code !== 1) throw new Error(`exit code ${code ?? "none"} instead of 1:\n${output}`);
}
