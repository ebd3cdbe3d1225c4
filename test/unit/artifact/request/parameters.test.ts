import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { requestWith } from "./requests.js";
import { told } from "./told.js";

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
