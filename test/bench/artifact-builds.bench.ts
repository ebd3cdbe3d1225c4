import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { normaliseRequest } from "../../model/artifact/request/normalise.js";
import { pipelineRun } from "../../model/artifact/tekton/pipeline-run.js";
import { isObject, type JsonObject } from "../../model/shared/json.js";
import { ArtifactScene, request } from "../support/artifact-scene.js";
import { kubectlOf } from "../support/workspace-bench-kubectl.js";
import { median, publish, ratio, succeeds, timed, type Comparison } from "./report.js";

const BUILDS = 20;
const PARALLELISM = 8;
const ROUNDS = 2;
const LIMIT = 1.15;

/** Half a minute of waiting: short for a build, and the same for both sides however busy the machine is. */
const SCRIPTS = { build: "sleep 30; printf done > $(results.endpoint.path)", clean: "true" };

describe(`${BUILDS} builds, ${PARALLELISM} at a time`, () => {
  const scene = new ArtifactScene("artifact-bench");

  test(
    "a pool's up, against the same runs made and waited for with kubectl",
    async () => {
      const ours: number[] = [];
      const ownWork: number[] = [];
      const peer: number[] = [];
      declare(0);
      await scene.make("up");
      for (let round = 0; round < ROUNDS; round++) {
        peer.push(await timed(() => withKubectl(round)));
        declare(BUILDS);
        const begun = Date.now();
        ours.push(await timed(() => succeeds(scene.stack.make("up"))));
        ownWork.push(Date.now() - (await firstRunMade(begun)));
        expect(await scene.states("bench")).toHaveLength(BUILDS);
        declare(0);
        await scene.make("up");
      }
      const seconds = (times: readonly number[]): number => median(times) / 1000;
      const comparisons: readonly Comparison[] = [
        {
          what: `up that builds ${BUILDS} instances`,
          ...{ ours: seconds(ours), peer: seconds(peer), unit: "s", limit: LIMIT },
        },
        {
          what: "of that, from the first run on",
          ...{ ours: seconds(ownWork), peer: seconds(peer), unit: "s", limit: LIMIT },
        },
      ];
      publish(
        `Building ${BUILDS} instances`,
        `One \`up\` of a pool that builds ${BUILDS} instances with \`parallelism: ${PARALLELISM}\`, the engine's start, preview and ledger included, against the same ${BUILDS} PipelineRuns made with \`kubectl create\` and waited for with \`kubectl wait\`, as many at a time. Real pods; each build's step takes half a minute. Median of ${ROUNDS} alternating rounds.`,
        comparisons,
      );
      const tooSlow = comparisons.filter((one) => ratio(one) > (one.limit ?? Infinity));
      expect(tooSlow.map(({ what }) => what)).toEqual([]);
    },
    60 * 60_000,
  );

  function declare(target: number): void {
    const settings = { total: BUILDS, target, parallelism: PARALLELISM };
    scene.declare({ pools: { bench: scene.pool(request("bench", SCRIPTS), settings) } });
  }

  /** When the first build after a moment began, in milliseconds. Its slot is taken just before its run is made. */
  async function firstRunMade(since: number): Promise<number> {
    const times = (await scene.ledger("bench")).map(({ record }) => Date.parse(record.createdAt));
    return Math.min(...times.filter((time) => time >= since));
  }

  /** The same runs as a pool makes, without its finalizer, which only a ledger has a use for. */
  async function withKubectl(round: number): Promise<void> {
    const kubectl = await kubectlOf(scene.lab);
    const value = normaliseRequest(request("peer", SCRIPTS)).value;
    const unit: JsonObject = isObject(value) && isObject(value["build"]) ? value["build"] : {};
    const names = Array.from({ length: BUILDS }, (_, index) => {
      const run = pipelineRun({
        ...{ artifact: "peer", namespace: scene.namespace, phase: "build", attempt: 1, unit },
        ...{ instance: `${round}-${index}`, specHash: "0".repeat(64) },
      });
      const { name = "" } = run.metadata;
      const file = path.join(scene.stack.folder, `${name}.yaml`);
      writeFileSync(file, stringify({ ...run, metadata: { ...run.metadata, finalizers: [] } }));
      return { file, name };
    });
    const waiting = [...names];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await succeeds(kubectl("create", "-f", next.file));
        const condition = ["--for=condition=Succeeded", "--timeout=10m"];
        await succeeds(
          kubectl("wait", "--namespace", scene.namespace, `pipelinerun/${next.name}`, ...condition),
        );
      }
    };
    await Promise.all(Array.from({ length: PARALLELISM }, worker));
    for (const { name } of names)
      await scene.kubernetes.delete({
        ...{ apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace: scene.namespace, name },
      });
  }
});
