import fc from "fast-check";
import { plainJson } from "../../../../model/artifact/request/plain-json.js";
import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { judgeObject } from "../../../../model/artifact/tekton/admission/admission.js";
import { asObject } from "../../../../model/artifact/tekton/json-parts.js";
import { tektonObjects } from "../../../../model/artifact/tekton/tekton-objects.js";
import { damagedRequest, MINIMAL, requestWith, validRequest } from "./requests.js";
import { told } from "./told.js";

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

describe("whatever is asked", () => {
  it("finds no fault with what is right, nor does Tekton with what becomes of it", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(told(request)).toEqual([]);
        for (const object of tektonObjects(request)) {
          expect(judgeObject(asObject(plainJson(object))).objections).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("answers to the deepest nonsense", () => {
    const nest = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    const name = "__proto__";
    for (const value of [nest(5_000), JSON.parse(`{"${name}": [{"constructor": "x"}]}`) as unknown]) {
      const problems = validateRequest(requestWith({ unit: { podTemplate: value, params: value } })).problems;
      expect(problems.some(({ path }) => path.startsWith("build.params"))).toBe(true);
    }
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
