import { pipelineRun, type PipelineRunArgs } from "../../../../model/artifact/tekton/pipeline-run.js";
import { pipelineSpec } from "../../../../model/artifact/tekton/pipeline-spec.js";
import { tektonObjects } from "../../../../model/artifact/tekton/tekton-objects.js";
import { unitHash } from "../../../../model/artifact/tekton/unit-hash.js";
import type { JsonObject } from "../../../../model/shared/json.js";
import { MINIMAL, requestWith } from "../request/requests.js";

const STEP = { name: "rm", image: "ubuntu", script: "true" };
const ARGS: PipelineRunArgs = {
  artifact: "carv01",
  namespace: "train",
  phase: "clean",
  instance: "3-abcde",
  attempt: 2,
  unit: { tasks: [{ name: "drop", taskSpec: { steps: [STEP] } }] },
  specHash: "0123456789abcdef",
};

function withScript(script: string, unit: JsonObject = {}): JsonObject {
  return { tasks: [{ name: "drop", taskSpec: { steps: [{ ...STEP, script }] } }], ...unit };
}

describe("a run", () => {
  it("is complete", () => {
    expect(pipelineRun(ARGS)).toEqual({
      apiVersion: "tekton.dev/v1",
      kind: "PipelineRun",
      metadata: {
        name: "clean-carv01-3-abcde-2",
        namespace: "train",
        labels: {
          "groundplan.dev/artifact": "carv01",
          "groundplan.dev/instance": "3-abcde",
          "groundplan.dev/phase": "clean",
          "groundplan.dev/spec": "0123456789",
        },
        annotations: { "groundplan.dev/spec-hash": "0123456789abcdef", "groundplan.dev/attempt": "2" },
        finalizers: ["groundplan.dev/results"],
      },
      spec: {
        pipelineSpec: {
          description: "clean an instance of carv01",
          params: [
            { name: "name", type: "string", description: "name of the artifact" },
            { name: "art_id", type: "string", description: "name of the artifact" },
            { name: "inst_id", type: "string", description: "id of the instance" },
          ],
          tasks: [{ name: "drop", taskSpec: { steps: [STEP] } }],
        },
        params: [
          { name: "name", value: "carv01" },
          { name: "art_id", value: "carv01" },
          { name: "inst_id", value: "3-abcde" },
        ],
        timeouts: { pipeline: "1h0m0s" },
        taskRunTemplate: { serviceAccountName: "default" },
      },
    });
  });

  it("takes labels and annotations besides, which do not hide its own", () => {
    const { metadata } = pipelineRun({
      ...ARGS,
      labels: { "groundplan.dev/phase": "x", team: "shop" },
      annotations: { note: "y" },
    });
    expect(metadata.labels).toMatchObject({ team: "shop", "groundplan.dev/phase": "clean" });
    expect(metadata.annotations).toMatchObject({ note: "y", "groundplan.dev/attempt": "2" });
  });

  it("takes what the unit says about the run", () => {
    const unit = {
      ...ARGS.unit,
      timeouts: { pipeline: "2h", tasks: "1h" },
      serviceAccountName: "builder",
      podTemplate: { nodeSelector: { disk: "fast" } },
      workspaces: [
        { name: "src", description: "sources", emptyDir: {} },
        { name: "cache", optional: true },
      ],
    };
    const { spec } = pipelineRun({ ...ARGS, unit });
    expect(spec).toMatchObject({
      pipelineSpec: {
        workspaces: [
          { name: "src", description: "sources" },
          { name: "cache", optional: true },
        ],
      },
      timeouts: { pipeline: "2h", tasks: "1h" },
      taskRunTemplate: {
        serviceAccountName: "builder",
        podTemplate: { nodeSelector: { disk: "fast" } },
      },
      workspaces: [{ name: "src", emptyDir: {} }],
    });
  });

  it("of a clean gets the results of the build that it asks for", () => {
    const unit = withScript("rm $(params.result_url) $(params['result_a.b']) $(params.result_constructor)");
    const { spec } = pipelineRun({ ...ARGS, unit, results: { url: "https://x", other: "secret" } });
    expect(spec).toMatchObject({
      params: [
        ...["name", "art_id", "inst_id"].map((name) => expect.objectContaining({ name }) as unknown),
        { name: "result_url", value: "https://x" },
        { name: "result_a.b", value: "" },
        { name: "result_constructor", value: "" },
      ],
    });
    expect(JSON.stringify(spec)).not.toContain("secret");
  });

  it("leaves a name to the unit that has one of its own", () => {
    const unit = withScript("echo $(params.name)", { params: [{ name: "name", default: "mine" }] });
    expect(pipelineRun({ ...ARGS, unit }).spec).toMatchObject({
      pipelineSpec: { params: [{ name: "name", default: "mine", type: "string" }, {}, {}] },
      params: [{ name: "art_id" }, { name: "inst_id" }],
    });
  });
});

describe("well-known parameters", () => {
  const taskOf = (unit: JsonObject): unknown => {
    const { tasks } = pipelineSpec("carv01", "clean", unit) as { tasks: unknown[] };
    return tasks[0];
  };

  it("are declared and bound where a task uses them, in any notation", () => {
    const unit = withScript(`$(params.name) $(params["art_id"]) $(params['inst_id'])`);
    expect(taskOf(unit)).toMatchObject({
      params: ["name", "art_id", "inst_id"].map((name) => ({ name, value: `$(params.${name})` })),
      taskSpec: {
        params: ["name", "art_id", "inst_id"].map((name) => expect.objectContaining({ name }) as unknown),
      },
    });
  });

  it("are bound where a task declares them without a default", () => {
    const params = [{ name: "inst_id" }, { name: "name", default: "x" }];
    const unit = { tasks: [{ name: "drop", taskSpec: { params, steps: [STEP] } }] };
    expect(taskOf(unit)).toMatchObject({
      params: [{ name: "inst_id", value: "$(params.inst_id)" }],
      taskSpec: {
        params: [
          { name: "inst_id", type: "string" },
          { name: "name", default: "x", type: "string" },
        ],
      },
    });
  });

  it("are left alone where a task is given them, by a value or a matrix", () => {
    const given = [{ name: "name", value: "x" }];
    const matrix = { params: [{ name: "inst_id", value: ["a"] }] };
    const unit = {
      tasks: [
        {
          name: "drop",
          params: given,
          matrix,
          taskSpec: { steps: [{ ...STEP, script: "$(params.name) $(params.inst_id)" }] },
        },
      ],
    };
    expect(taskOf(unit)).toMatchObject({ params: given, matrix });
  });
});

describe("the objects of a request", () => {
  it("are a Pipeline and an example's run for build and for clean", () => {
    expect(tektonObjects(MINIMAL, "here").map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ["Pipeline", "build-carv01"],
      ["Pipeline", "clean-carv01"],
      ["PipelineRun", "build-carv01-0-abcde-1"],
      ["PipelineRun", "clean-carv01-0-abcde-1"],
    ]);
    expect(new Set(tektonObjects(MINIMAL, "here").map(({ metadata }) => metadata.namespace))).toEqual(
      new Set(["here"]),
    );
  });

  it("have what Tekton's admission would add", () => {
    const [pipeline] = tektonObjects(
      requestWith({
        unit: {
          params: [
            { name: "a", default: ["x"] },
            { name: "o", properties: { k: {} } },
          ],
        },
        spec: { results: [{ name: "r" }, { name: "s", properties: { k: null } }] },
      }),
    );
    expect(pipeline?.spec).toMatchObject({
      params: [
        { name: "a", type: "array" },
        { name: "o", type: "object", properties: { k: { type: "string" } } },
        {},
        {},
        {},
      ],
      tasks: [
        {
          taskSpec: {
            results: [
              { name: "r", type: "string" },
              { name: "s", type: "object", properties: { k: { type: "string" } } },
            ],
          },
        },
      ],
    });
  });

  it("are made of anything", () => {
    for (const request of [undefined, 7, [], { build: "x", clean: { tasks: 3, params: "y" } }]) {
      expect(tektonObjects(request)).toHaveLength(4);
    }
  });
});

it("hashes units by what they say, not by how it is written", () => {
  const [one, other] = [
    { tasks: [], serviceAccountName: "a" },
    { serviceAccountName: "a", tasks: [] },
  ];
  expect(unitHash(one, {})).toBe(unitHash(other, {}));
  expect(unitHash(one, {})).not.toBe(unitHash({}, one));
  expect(unitHash(one, {})).toMatch(/^[0-9a-f]{64}$/);
});
