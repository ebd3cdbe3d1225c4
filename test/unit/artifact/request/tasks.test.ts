import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { requestWith } from "./requests.js";
import { told } from "./told.js";

describe("tasks", () => {
  const noCommand = requestWith({ step: { script: undefined } });

  it("need a script or a command in each step", () => {
    expect(told(noCommand)).toEqual([
      'groundplan build.tasks[0].spec.steps[0]: step "go" of task "make" has neither script nor command',
    ]);
  });

  it("need none where the entrypoint may be looked up", () => {
    expect(validateRequest(noCommand, { allowEntrypointLookup: true }).problems).toEqual([]);
    const asking = requestWith({ request: { allowEntrypointLookup: true }, step: { script: undefined } });
    expect(told(asking)).toEqual([]);
    expect(validateRequest(asking, { allowEntrypointLookup: false }).problems).toHaveLength(1);
  });

  it("may take the command from the step template", () => {
    const spec = { stepTemplate: { command: ["true"] } };
    expect(told(requestWith({ spec, step: { script: undefined } }))).toEqual([]);
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    [
      "a reference to a task of the cluster",
      requestWith({ task: { spec: undefined, taskRef: { name: "t" } } }),
      [
        "groundplan build.tasks[0].taskRef: is not possible: a task of an artifact carries its steps itself, under spec",
      ],
    ],
    [
      "a volume that does not exist",
      requestWith({ step: { volumeMounts: [{ name: "gone", mountPath: "/x" }] } }),
      ['groundplan build.tasks[0].spec.steps[0].volumeMounts[0].name: is no volume of task "make": "gone"'],
    ],
    [
      "a workspace that does not exist",
      requestWith({ step: { script: "ls $(workspaces.src.path)" } }),
      [
        'groundplan build.tasks[0].spec.steps[0].script: uses $(workspaces.src.path), but the task has no workspace "src"',
      ],
    ],
    [
      "the result of a later step",
      requestWith({ step: { script: undefined, command: ["echo", "$(steps.later.results.x)"] } }),
      [
        'groundplan build.tasks[0].spec.steps[0].command[1]: uses $(steps.later.results.x), but no earlier step "later" has a result "x"',
      ],
    ],
    [
      "a field in another case",
      requestWith({ step: { Env: [] } }),
      ['groundplan build.tasks[0].spec.steps[0].Env: is written "env"'],
    ],
    [
      "what Kubernetes requires and Tekton overlooks",
      requestWith({ step: { env: [{ value: "x" }], envFrom: [{ secretRef: {} }] } }),
      ["groundplan build.tasks[0].spec.steps[0].env[0].name: is missing: Kubernetes requires it"],
    ],
    [
      "a run's variable that does not exist, in any task",
      requestWith({
        unit: {
          tasks: ["$(context.pipelineRun.bogus)", "x"].map((value, index) => ({
            name: `t${index}`,
            paramValues: [{ name: "p", value }],
            spec: { params: [{ name: "p" }], steps: [{ image: "ubuntu", script: "true" }] },
          })),
        },
      }),
      [
        "groundplan build.tasks[0].paramValues[0].value: refers to context.pipelineRun.bogus, which does not exist",
      ],
    ],
  ])("refuse %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });
});
