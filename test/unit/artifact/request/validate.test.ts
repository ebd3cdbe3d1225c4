import fc from "fast-check";
import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { tektonObjects } from "../../../../model/artifact/tekton/tekton-objects.js";
import { judgeObject } from "../../../../model/artifact/tekton/admission/admission.js";
import { plainJson } from "../../../../model/artifact/request/plain-json.js";
import { asObject } from "../../../../model/artifact/tekton/json-parts.js";
import { damagedRequest, MINIMAL, requestWith, validRequest } from "./requests.js";

/** Problems as `source path: reason`. */
function told(request: unknown): readonly string[] {
  return validateRequest(request).problems.map(
    ({ source, path, reason, severity }) => `${severity ?? source} ${path}: ${reason}`,
  );
}

it("accepts the minimal example as printed", () => {
  const { request, problems } = validateRequest(MINIMAL);
  expect(problems).toEqual([]);
  expect(request).toMatchObject({
    name: "carv01",
    total: 1,
    target: 1,
    clean: { tasks: [{ name: "task1" }] },
  });
});

it("accepts old spellings with warnings", () => {
  const { request, problems } = validateRequest(
    requestWith({ step: { script: undefined, command: "make" } }),
  );
  expect(problems).toEqual([
    {
      path: "build.tasks[0].spec.steps[0].command",
      reason: "is a list of words; the text is read as its only one",
      severity: "warning",
      source: "groundplan",
    },
  ]);
  expect(request?.build.tasks[0]?.taskSpec.steps[0]).toMatchObject({ command: ["make"] });
});

describe("the request itself", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ["no object", [], ["groundplan : must be an object and is a list"]],
    [
      "an empty object",
      {},
      ["groundplan name: is missing", "groundplan build: is missing", "groundplan clean: is missing"],
    ],
    [
      "an unknown key",
      requestWith({ request: { taget: 1 } }),
      ["groundplan taget: is no key that is known here"],
    ],
    [
      "an unknown key of a unit",
      requestWith({ unit: { secret: [] } }),
      ["groundplan build.secret: is no key that is known here"],
    ],
    [
      "a long name",
      requestWith({ request: { name: "a".repeat(41) } }),
      ["groundplan name: must have at most 40 characters and has 41"],
    ],
    [
      "a target above the total",
      requestWith({ request: { total: 1, target: 2 } }),
      ["groundplan target: must be at most total (1) and is 2"],
    ],
    [
      "a reference to itself, twice",
      requestWith({ request: { refs: [{ name: "carv01" }, { name: "net" }, { name: "net" }] } }),
      ['groundplan refs[2].name: is named twice: "net"', "groundplan refs[0].name: is the artifact itself"],
    ],
    [
      "no tasks",
      requestWith({ unit: { tasks: [] } }),
      ["groundplan build.tasks: is empty: at least one task is needed"],
    ],
    [
      "an unknown service account's name",
      requestWith({ unit: { serviceAccountName: "No One" } }),
      [expect.stringMatching(/^groundplan build\.serviceAccountName: must consist of/) as unknown as string],
    ],
  ])("refuses %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });

  it("offers the key that was meant", () => {
    const { problems } = validateRequest(requestWith({ request: { taget: 1 } }));
    expect(problems[0]?.fix).toBe('Did you mean "target"?');
  });
});

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

describe("parameters", () => {
  it("are declared and bound by themselves when they are well known, and told of otherwise", () => {
    const { problems } = validateRequest(
      requestWith({ step: { script: "echo $(params.inst_id) $(params.foo)" } }),
    );
    expect(problems).toEqual([
      {
        path: "build.tasks[0].spec.steps[0].script",
        reason: 'step "go" of task "make" uses $(params.foo), which is not declared',
        fix: 'Declare "foo" under the params of the task or of build; name, art_id, inst_id need no declaration',
        source: "groundplan",
      },
    ]);
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    [
      "undeclared in a sidecar without a name",
      requestWith({ spec: { sidecars: [{ image: "x", script: "$(params.foo)" }] } }),
      [
        'groundplan build.tasks[0].spec.sidecars[0].script: sidecar number 1 of task "make" uses $(params.foo), which is not declared',
      ],
    ],
    [
      "undeclared in a volume, in brackets",
      requestWith({ spec: { volumes: [{ name: "v", secret: { secretName: 's-$(params["a.b"])' } }] } }),
      [
        'groundplan build.tasks[0].spec.volumes[0].secret.secretName: task "make" uses $(params["a.b"]), which is not declared',
      ],
    ],
    [
      "of a unit without a default",
      requestWith({ unit: { params: [{ name: "size" }] } }),
      ['groundplan build.params[0].default: is missing: nothing else gives "size" a value'],
    ],
    [
      "well known and no text",
      requestWith({ unit: { params: [{ name: "inst_id", type: "array" }] } }),
      ['groundplan build.params[0].type: must be "string": every run gives "inst_id" a text'],
    ],
    [
      "of a task without a value",
      requestWith({ spec: { params: [{ name: "size" }] } }),
      [
        'groundplan build.tasks[0].spec.params[0]: task "make" is given no value for "size", which has no default',
      ],
    ],
    [
      "objects without a value for a key",
      requestWith({
        task: { paramValues: [{ name: "o", value: { a: "1" } }] },
        spec: {
          params: [
            { name: "o", type: "object", properties: { a: { type: "string" }, b: { type: "string" } } },
          ],
        },
      }),
      ['groundplan build.tasks[0].spec.params[0]: has no value for key "b"'],
    ],
    [
      "lists with an index beyond their end",
      requestWith({
        spec: { params: [{ name: "l", type: "array", default: ["a"] }] },
        step: { script: "echo $(params.l[0]) $(params.l[1])" },
      }),
      [
        'groundplan build.tasks[0].spec.steps[0].script: uses $(params.l[1]), but "l" has 1 elements, counted from 0',
      ],
    ],
    [
      "of a matrix that are no list",
      requestWith({
        task: { matrix: { params: [{ name: "p", value: "x" }] } },
        spec: { params: [{ name: "p" }] },
      }),
      ["groundplan build.tasks[0].matrix.params[0].value: must be a list, or a reference to a whole list"],
    ],
    [
      "of a clean unit that ask for a result the build does not have",
      requestWith({
        clean: {
          tasks: [
            { name: "drop", spec: { steps: [{ image: "ubuntu", script: "rm $(params.result_endpoint)" }] } },
          ],
        },
      }),
      [
        'groundplan clean.tasks[0].spec.steps[0].script: uses the parameter "result_endpoint", but build has no result "endpoint"',
      ],
    ],
  ])("are refused: %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });

  it("of a clean unit may ask for results of the build", () => {
    const request = requestWith({
      unit: { results: [{ name: "endpoint", value: "$(tasks.make.results.url)" }] },
      spec: { results: [{ name: "url" }] },
      clean: {
        tasks: [
          { name: "drop", spec: { steps: [{ image: "ubuntu", script: "rm $(params.result_endpoint)" }] } },
        ],
      },
    });
    expect(told(request)).toEqual([]);
  });
});

describe("results", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    [
      "of a task that has no such result",
      requestWith({
        unit: { results: [{ name: "x", value: "$(tasks.make.results.nope)" }] },
        spec: { results: [{ name: "url" }] },
      }),
      [
        'groundplan build.results[0].value: refers to result "nope" of task "make", which has no such result: it has url',
      ],
    ],
    [
      "twice, and with a name that is none",
      requestWith({
        unit: {
          results: ["a b", "x", "x"].map((name) => ({ name, value: "$(tasks.make.results.url)" })),
        },
        spec: { results: [{ name: "url" }] },
      }),
      [
        "groundplan build.results[0].name: must have letters, digits, dashes, underscores and dots, and begin and end with a letter or digit",
        'groundplan build.results[2].name: is the name of an earlier result, too: "x"',
      ],
    ],
  ])("are refused: %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });
});

describe("secrets and accounts", () => {
  const mounting = (secretName: string, unit: object = {}, request: object = {}): unknown =>
    requestWith({ unit, request, spec: { volumes: [{ name: "v", secret: { secretName } }] } });
  const path = "build.tasks[0].spec.volumes[0].secret.secretName";

  it.each<readonly [string, string, string]>([
    [
      "sec-$(params.art_id)-dns",
      `groundplan ${path}: task "make" uses the shared secret "dns", which the request does not name`,
      "Add {name: dns} to build.secrets",
    ],
    [
      "acnt-$(params.art_id)-$(params.inst_id)-gcp",
      `groundplan ${path}: task "make" uses the account "gcp", which the request does not name`,
      "Add {name: gcp} to build.accounts",
    ],
  ])("must be named to be mounted: %s", (secretName, problem, fix) => {
    expect(told(mounting(secretName))).toEqual([problem]);
    expect(validateRequest(mounting(secretName)).problems[0]?.fix).toBe(fix);
  });

  it("must have artifacts to mount the results of", () => {
    const name = "ref-$(params.art_id)-$(params.inst_id)";
    expect(told(mounting(name))).toEqual([
      `groundplan ${path}: task "make" uses the results of other artifacts, but the request has no refs`,
    ]);
    expect(told(mounting(name, {}, { refs: [{ name: "opsman" }] }))).toEqual([]);
  });

  it("are fine once they are named", () => {
    const unit = { secrets: [{ name: "dns" }], accounts: [{ name: "gcp" }] };
    expect(told(mounting("sec-$(params.name)-dns", unit))).toEqual([]);
    expect(told(mounting("acnt-carv01-$(params.inst_id)-gcp", unit))).toEqual([]);
    expect(told(mounting("some-secret-of-mine"))).toEqual([]);
  });
});

describe("whatever is asked", () => {
  it("finds no fault with what is right, nor does Tekton with what becomes of it", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(told(request)).toEqual([]);
        for (const object of tektonObjects(request)) {
          expect(judgeObject(asObject(plainJson(object))).objections).toEqual([]);
        }
      }),
    );
  });

  it("answers, and gives a request exactly when there is no error", () => {
    fc.assert(
      fc.property(fc.oneof(damagedRequest, fc.jsonValue(), fc.anything()), (request) => {
        const checked = validateRequest(request);
        const errors = checked.problems.filter(({ severity }) => severity !== "warning");
        expect(checked.request === undefined).toBe(errors.length > 0);
      }),
    );
  });
});
