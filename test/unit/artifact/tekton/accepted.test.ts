import { tektonProblems, validateRequest } from "../../../../model/artifact/request/validate.js";
import { FULL_REQUEST } from "../request/full-request.js";
import { MINIMAL, requestWith } from "../request/requests.js";
import { type Parts, value } from "./refusals.js";

it("refuses names that no object can have", () => {
  expect(tektonProblems({ ...MINIMAL, name: "Carv_01" }).map(({ path }) => path)).toEqual(["name"]);
});

it("offers the field that was meant", () => {
  const [problem] = tektonProblems(requestWith({ step: { computeResorces: {} } }));
  expect(problem?.fix).toBe('Did you mean "computeResources"?');
});

it("accepts every kind of field", () => {
  expect(validateRequest(FULL_REQUEST).problems).toEqual([]);
});

it.each<readonly [string, Parts]>([
  [
    "a number where Tekton takes it for a text",
    { task: value(5), spec: { params: [{ name: "p" }], steps: [{ image: "x", script: "y" }] } },
  ],
  [
    "an element of a list",
    { spec: { params: [{ name: "l", default: ["a"] }] }, step: { script: "$(params.l[0])" } },
  ],
  ["null for what is not said", { step: { env: null, timeout: null, securityContext: null } }],
  ["a step without name", { step: { name: undefined } }],
  [
    "onError from a parameter",
    { unit: { params: [{ name: "e", default: "continue" }] }, step: { onError: "$(params.e)" } },
  ],
  ["an amount as a number", { step: { computeResources: { limits: { cpu: 1 } } } }],
  ["a port by name", { spec: { sidecars: [{ image: "x", readinessProbe: { httpGet: { port: "http" } } }] } }],
  ["an image from the template", { spec: { stepTemplate: { image: "x" } }, step: { image: undefined } }],
  ["timeouts without end", { unit: { timeouts: { pipeline: "0", tasks: "2h" } } }],
])("accepts %s", (_what, parts) => {
  expect(tektonProblems(requestWith(parts))).toEqual([]);
});
