import { PartialFailure } from "../../../providers/runtime/failure.js";
import { ArtifactWorld, NAMESPACE, poolInputs, units } from "./world.js";

/** Why an update failed, as the engine shows it. */
async function reasons(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PartialFailure)) throw new Error(`not a partial failure: ${String(error)}`);
  return error.reasons.join("\n");
}

const ONE_TRY = { retry: { maxFailed: 0 } };

describe("a build that fails", () => {
  test("is told with task, step, code and the end of its log, and without secrets", async () => {
    const world = new ArtifactWorld();
    const annotations = { "groundplan.dev/team": "platform", "groundplan.dev/whitelist": "[]" };
    world.secret("shared-dns", { token: "hunter22" }, { annotations });
    const log = [
      "old",
      ...Array.from({ length: 30 }, (_, line) => `line ${line}`),
      "token=hunter22",
      "exit 3",
    ];
    world.tekton.script = ({ phase }) =>
      phase === "build" ? { ends: "badly", exitCode: 3, log: `${log.join("\n")}\n` } : { ends: "well" };
    const pool = world.pool();
    const inputs = poolInputs(ONE_TRY, units({ more: { secrets: [{ name: "dns" }] } }));
    const said = await reasons(pool.up(inputs));
    expect(said).toMatch(/carv01\/0-r0001: build failed at task make, step go, exit code 3 \(StepFailed\)/);
    expect(said).toContain("| token=[secret]\n    | exit 3");
    expect(said).not.toMatch(/hunter22|\| old|line 9\b/);
    expect(said).toContain("0 of 1 instances are there (Maintenance)");
    // What it may have made was cleaned, and it counts.
    expect(world.ledger()).toEqual([]);
    expect(pool.state?.outputs).toMatchObject({ phase: "Maintenance", counts: { clean: 0 } });
  });

  test("is tried again after growing pauses, and stops for good until the spec or the token changes", async () => {
    const world = new ArtifactWorld();
    world.tekton.script = ({ phase }) => (phase === "build" ? { ends: "badly" } : { ends: "well" });
    const pool = world.pool();
    const retry = { maxFailed: 2, backoff: [0, 30, 60] };
    const start = world.now;
    const said = await reasons(pool.up(poolInputs({ retry })));
    expect(said).toMatch(/builds have stopped after 3 failures in a row/);
    expect(world.tekton.began.filter((name) => name.startsWith("build-"))).toHaveLength(3);
    expect(world.now - start).toBe(90_000);

    const began = world.tekton.began.length;
    await reasons(pool.up(poolInputs({ retry })));
    expect(world.tekton.began).toHaveLength(began);

    world.tekton.script = () => ({ ends: "well" });
    const outputs = await pool.up(poolInputs({ retry: { ...retry, resetToken: "again" } }));
    expect(outputs).toMatchObject({ phase: "Succeeded", counts: { clean: 1 } });
  });

  test("is a warning once the target is reached all the same", async () => {
    const world = new ArtifactWorld();
    let builds = 0;
    world.tekton.script = ({ phase }) =>
      phase === "build" && (builds += 1) === 1 ? { ends: "badly", exitCode: 7 } : { ends: "well" };
    const outputs = await world.pool().up(poolInputs({ retry: { maxFailed: 3 } }));
    expect(outputs).toMatchObject({ phase: "Succeeded", counts: { clean: 1, failed: 0 } });
    expect(world.lines).toContainEqual(expect.stringMatching(/^warning: .*exit code 7/s));
  });

  test("is one that gives no result that it declares", async () => {
    const world = new ArtifactWorld();
    world.tekton.script = ({ phase }) =>
      phase === "build" ? { ends: "well", results: { endpoint: null } } : { ends: "well" };
    const said = await reasons(world.pool().up(poolInputs(ONE_TRY)));
    expect(said).toMatch(/\(MissingResult\): .*"endpoint"/);
  });

  test("keeps its run until its instance goes, if that is asked for", async () => {
    const world = new ArtifactWorld();
    world.tekton.script = ({ phase }) =>
      phase === "build" ? { ends: "badly" } : { ends: "badly", exitCode: 9 };
    const pool = world.pool();
    await reasons(pool.up(poolInputs({ ...ONE_TRY, keepRuns: "onFailure" })));
    expect(world.runs()).toEqual(["build-carv01-0-r0001-1", "clean-carv01-0-r0001-1"]);
    expect(world.states()).toBe("0 failed");
    world.tekton.script = () => ({ ends: "well" });
    world.now += 1_000;
    await pool.down();
    expect(world.left()).toEqual([]);
  });

  test("is one whose run the cluster does not take: nothing was built, so that nothing is cleaned", async () => {
    const world = new ArtifactWorld();
    const { KubeError } = await import("../../../clients/kubernetes/errors.js");
    world.kubernetes.inject(({ verb, kind }, moment) =>
      verb === "create" && kind === "PipelineRun" && moment === "before"
        ? new KubeError("BadRequest", { what: "cannot create: no such field", where: "it", status: 400 })
        : undefined,
    );
    const said = await reasons(world.pool().up(poolInputs()));
    expect(said).toMatch(/build failed \(RunRefused\): cannot create: no such field/);
    expect(world.ledger()).toEqual([]);
    expect(world.tekton.began).toEqual([]);
  });
});

describe("a clean run that fails", () => {
  const failingClean = (world: ArtifactWorld): void => {
    world.tekton.script = ({ phase }) =>
      phase === "clean" ? { ends: "badly", exitCode: 4 } : { ends: "well" };
  };

  test("is tried again within the budget, then keeps its slot and the deletion", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ retry: { maxFailed: 1 } }));
    failingClean(world);
    await expect(pool.down()).rejects.toThrow(
      /could not be cleaned:.*clean failed at task drop, step rm, exit code 4/s,
    );
    expect(world.tekton.began.filter((name) => name.startsWith("clean-"))).toEqual([
      "clean-carv01-0-r0001-1",
      "clean-carv01-0-r0001-2",
    ]);
    expect(world.states()).toBe("0 failed");
    world.tekton.script = () => ({ ends: "well" });
    world.now += 1_000;
    await pool.down();
    expect(world.left()).toEqual([]);
  });

  test("is no reason to keep the instance where cleaning is only an effort", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ cleanPolicy: "bestEffort" }));
    failingClean(world);
    await pool.down();
    expect(world.left()).toEqual([]);
    expect(world.lines).toContainEqual(expect.stringMatching(/was not cleaned and is forgotten/));
  });

  test("does not exist where instances are only forgotten", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ cleanPolicy: "orphan" }));
    await pool.down();
    expect(world.left()).toEqual([]);
    expect(world.tekton.began.filter((name) => name.startsWith("clean-"))).toEqual([]);
  });
});

describe("a run that vanishes", () => {
  test("while it is waited for makes its instance dirty: it is cleaned and another one is built", async () => {
    const world = new ArtifactWorld();
    let pruned = false;
    world.tekton.script = ({ name }) => {
      if (pruned || !name.startsWith("build-")) return { ends: "well" };
      pruned = true;
      setImmediate(() => {
        world.tekton.prune(name, NAMESPACE);
      });
      return { ends: "never" };
    };
    const outputs = await world.pool().up(poolInputs());
    expect(outputs).toMatchObject({ phase: "Succeeded", counts: { clean: 1 } });
    expect(world.tekton.began).toEqual([
      "build-carv01-0-r0001-1",
      "clean-carv01-0-r0001-1",
      "build-carv01-0-r0002-1",
    ]);
    expect(world.runs()).toEqual([]);
  });

  test("while it cleans is made anew as the next attempt", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs());
    world.tekton.script = ({ name }) => {
      if (!name.endsWith("-1")) return { ends: "well" };
      setImmediate(() => {
        world.tekton.prune(name, NAMESPACE);
      });
      return { ends: "never" };
    };
    await pool.down();
    expect(world.tekton.began.slice(1)).toEqual(["clean-carv01-0-r0001-1", "clean-carv01-0-r0001-2"]);
    expect(world.left()).toEqual([]);
  });

  test("is not lost when somebody deletes it politely: our finalizer keeps it until it was let go", async () => {
    const world = new ArtifactWorld();
    let asked = false;
    world.tekton.script = ({ name }) => {
      if (asked || !name.startsWith("build-")) return { ends: "well" };
      asked = true;
      void world.kubernetes.delete({
        apiVersion: "tekton.dev/v1",
        kind: "PipelineRun",
        namespace: NAMESPACE,
        name,
      });
      return { ends: "never" };
    };
    let atWork: unknown;
    world.tekton.gate = ({ name, phase }) => {
      const pods = world.kubernetes.objects("Pod").map(({ metadata }) => metadata.name ?? "");
      if (phase === "clean") atWork = pods.filter((pod) => !pod.startsWith(name));
      return Promise.resolve();
    };
    const outputs = await world.pool().up(poolInputs());
    expect(outputs).toMatchObject({ phase: "Succeeded" });
    expect(world.runs()).toEqual([]);
    // Nothing of the build was at work any more when its instance was cleaned.
    expect(atWork).toEqual([]);
  });
});

describe("a cluster that does not answer for a while", () => {
  test("loses watches and their history while runs are waited for", async () => {
    const world = new ArtifactWorld();
    world.tekton.gate = () =>
      new Promise((resolve) => {
        setImmediate(() => {
          world.kubernetes.compact();
          world.kubernetes.dropWatches();
          setTimeout(resolve, 5);
        });
      });
    const outputs = await world.pool().up(poolInputs({ total: 2, target: 2 }));
    expect(outputs).toMatchObject({ counts: { clean: 2 } });
  });

  test("restarts in the middle of an update, which goes on when it is back", async () => {
    const { KubeError } = await import("../../../clients/kubernetes/errors.js");
    const world = new ArtifactWorld();
    let sent = 0;
    world.kubernetes.inject(({ verb }, moment) => {
      if (moment !== "before") return undefined;
      sent += 1;
      return sent > 20 && sent < 27
        ? new KubeError("Unreachable", { what: `no answer to ${verb}`, where: "it", status: 0 })
        : undefined;
    });
    const outputs = await world.pool().up(poolInputs({ total: 3, target: 3 }));
    expect(sent).toBeGreaterThan(30);
    expect(outputs).toMatchObject({ counts: { clean: 3 } });
    expect(world.tekton.began).toHaveLength(3);
    expect(world.runs()).toEqual([]);
  });

  test("loses the answer of any write, and the write counts once", async () => {
    const { KubeError } = await import("../../../clients/kubernetes/errors.js");
    const clean = new ArtifactWorld();
    await clean.pool().up(poolInputs());
    const { writesSent } = clean;
    expect(writesSent).toBeGreaterThan(5);
    for (let lost = 1; lost <= writesSent; lost += 1) {
      const world = new ArtifactWorld();
      let seen = 0;
      world.kubernetes.inject(({ verb }, moment) => {
        if (moment !== "after" || !["create", "replace", "patch", "delete"].includes(verb)) return undefined;
        seen += 1;
        return seen === lost
          ? new KubeError("Unreachable", { what: "the connection was lost", where: "it", status: 0 })
          : undefined;
      });
      const pool = world.pool();
      const outputs = await pool.up(poolInputs()).catch(() => pool.up(poolInputs()));
      expect({ lost, counts: outputs.counts }).toMatchObject({ lost, counts: { clean: 1 } });
      expect({ lost, runs: world.runs(), builds: world.tekton.began.length }).toEqual({
        lost,
        runs: [],
        builds: 1,
      });
    }
  });
});

test("a build that another one has made needless meanwhile is not begun", async () => {
  const world = new ArtifactWorld();
  const stop = world.kubernetes.inject(({ verb, name }, moment) => {
    if (moment !== "after" || verb !== "create" || name !== "inst-carv01-0") return undefined;
    stop();
    // Another process, which saw slot 0 taken, goes for slot 1 at the same moment.
    const own = world.kubernetes.peek({ apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name });
    const record = { ...world.ledger()[0]!.record, slot: 1, instance: "1-other" };
    world.kubernetes.seed({
      ...own!,
      metadata: { ...own!.metadata, name: "inst-carv01-1" },
      data: { record: Buffer.from(JSON.stringify(record)).toString("base64") },
    });
    return undefined;
  });
  await world.pool().up(poolInputs({ total: 2, target: 1 }));
  expect(world.tekton.began).toEqual(["build-carv01-1-other-1"]);
  expect(world.states()).toBe("1 clean");
});
