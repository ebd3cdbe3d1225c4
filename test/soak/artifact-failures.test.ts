import { ArtifactScene, request, type Scripts } from "../support/artifact-scene.js";

jest.setTimeout(300_000);

type Task = Readonly<Record<string, unknown>>;

/** The usual request, whose build is another task. */
function building(
  task: Task,
  unit: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    ...request("any"),
    build: {
      tasks: [{ name: "make", ...task }],
      results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
      ...unit,
    },
  };
}

function step(more: Readonly<Record<string, unknown>>, spec: Readonly<Record<string, unknown>> = {}): Task {
  const go = { name: "go", image: "ubuntu", script: "printf x > $(results.endpoint.path)", ...more };
  return { spec: { results: [{ name: "endpoint" }], steps: [go], ...spec } };
}

interface Case {
  readonly title: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** What the message tells. */
  readonly says: readonly RegExp[];
}

const CASES: readonly Case[] = [
  {
    title: "a step that exits with 3",
    request: building(step({ script: "echo about to fail\necho the last line >&2\nexit 3" })),
    says: [/make/, /go/, /exit code 3/, /StepFailed|Failed/, /\| about to fail/, /\| the last line/],
  },
  {
    title: "the second of two tasks",
    request: {
      ...request("any"),
      build: {
        tasks: [
          { name: "first", ...step({}) },
          {
            name: "second",
            runAfter: ["first"],
            spec: { steps: [{ name: "look", image: "ubuntu", script: "ls /nowhere" }] },
          },
        ],
        results: [{ name: "endpoint", value: "$(tasks.first.results.endpoint)" }],
      },
    },
    says: [/second/, /look/, /exit code 1/, /\| ls: .*\/nowhere/],
  },
  {
    title: "an image that does not exist",
    request: building(step({ image: "lab/there-is-no-such-image:1" })),
    says: [/make/, /ImagePull|PullImage/, /lab\/there-is-no-such-image/, /image's name and tag/],
  },
  {
    title: "a secret that does not exist",
    request: building(
      step({ env: [{ name: "A", valueFrom: { secretKeyRef: { name: "no-such-secret", key: "a" } } }] }),
    ),
    says: [/make/, /CreateContainerConfigError/, /secret "no-such-secret" not found/, /Create the secret/],
  },
  {
    title: "a step that takes too long",
    request: building({ ...step({ script: "echo waiting; sleep 60" }), timeout: "3s" }),
    says: [/make/, /TaskRunTimeout|Timeout/, /timeout/],
  },
  {
    title: "a run that takes too long",
    request: building(step({ script: "sleep 60" }), { timeouts: { pipeline: "4s" } }),
    says: [/PipelineRunTimeout/, /timeouts\.pipeline/],
  },
  {
    title: "a result that was not written",
    request: building(step({ script: "true" })),
    says: [/endpoint/, /result/i],
  },
];

describe("builds that fail", () => {
  const scene = new ArtifactScene("failures");
  const once = { total: 1, target: 1, retry: { maxFailed: 0 } };
  let output = "";

  test("an up in which every build fails in another way fails", async () => {
    declare(CASES.map((one) => one.request));
    const run = await scene.stack.make("up");
    expect(run.code).not.toBe(0);
    output = run.output;
    expect(await scene.recorder.mostSlots()).toBeLessThanOrEqual(CASES.length);
  });

  test.each(CASES.map((one, index) => ({ ...one, index })))(
    "$title: the message tells where, why and what to do",
    ({ says, index }) => {
      const message = messageOf(nameOf(index));
      for (const text of says) expect(message).toMatch(text);
    },
  );

  test("a request that is mended clears the failure", async () => {
    declare(CASES.map(() => request("any")));
    await scene.make("up");
    for (const index of CASES.keys()) {
      expect(await scene.states(nameOf(index))).toEqual(["clean"]);
      expect(await scene.outputOf("artifacts", nameOf(index))).toMatchObject({ phase: "Succeeded" });
    }
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  function declare(requests: readonly Readonly<Record<string, unknown>>[]): void {
    const pools = requests.map((one, index) => {
      const name = nameOf(index);
      return [name, scene.pool({ ...one, name }, once)];
    });
    scene.declare({ pools: Object.fromEntries(pools) as Readonly<Record<string, unknown>> });
  }

  /** What the up has said about an artifact: from its name on to the next one's. */
  function messageOf(name: string): string {
    const [, ...parts] = output.split(/(?=\bcase-\d\/)/);
    return parts.filter((part) => part.startsWith(`${name}/`)).join("\n");
  }

  function nameOf(index: number): string {
    return `case-${index}`;
  }
});

describe("the budget of failures", () => {
  const scene = new ArtifactScene("budget");
  const gate = "until-it-is-there";
  /** Fails as long as the ConfigMap does not say that it may work. */
  const scripts: Scripts = { build: "cat /gate/open && printf x > $(results.endpoint.path)" };

  function gated(): Readonly<Record<string, unknown>> {
    const { build, ...rest } = request("gated", scripts) as {
      build: { tasks: readonly [{ spec: { steps: readonly [object] } }] };
    };
    const [task] = build.tasks;
    const volumes = [{ name: "gate", configMap: { name: gate } }];
    const [go] = task.spec.steps;
    const steps = [{ ...go, volumeMounts: [{ name: "gate", mountPath: "/gate" }] }];
    return { ...rest, build: { ...build, tasks: [{ ...task, spec: { ...task.spec, volumes, steps } }] } };
  }

  beforeAll(async () => {
    await openGate({});
  });

  test("after as many failures as it has, nothing is built any more, and the plan says so", async () => {
    declare({ maxFailed: 2, maxFailedRatio: 1, backoff: [0] });
    const first = await scene.stack.make("up");
    expect(first.code).not.toBe(0);
    expect(builds()).toBe(3);
    const second = await scene.stack.make("up");
    expect(second.code).not.toBe(0);
    expect(second.output).toMatch(/Maintenance|maxFailed|resetToken/);
    expect(builds()).toBe(3);
    expect(await scene.recorder.mostSlots()).toBe(1);
  });

  test("another resetToken forgets the failures, and a success clears them", async () => {
    await openGate({ open: "yes" });
    declare({ maxFailed: 2, maxFailedRatio: 1, backoff: [0], resetToken: "again" });
    await scene.make("up");
    expect(await scene.states("gated")).toEqual(["clean"]);
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  function declare(retry: object): void {
    scene.declare({ pools: { gated: scene.pool(gated(), { total: 1, target: 1, retry }) } });
  }

  function builds(): number {
    return scene.recorder.runsOf("build").length;
  }

  async function openGate(data: Readonly<Record<string, string>>): Promise<void> {
    const metadata = { name: gate, namespace: scene.namespace };
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
    await scene.kubernetes.apply(object, { fieldManager: "test", force: true });
  }
});
