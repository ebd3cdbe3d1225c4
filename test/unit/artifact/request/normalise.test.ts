import fc from "fast-check";
import { normaliseRequest } from "../../../../model/artifact/request/normalise.js";
import { damagedRequest, MINIMAL, requestWith, validRequest } from "./requests.js";

/** A request that is written in every old way. */
const OLD = requestWith({
  spec: {
    volumes: [
      { name: "a", emptyDir: "" },
      { name: "b", emptyDir: "Memory" },
    ],
    sidecars: [{ name: "db", image: "postgres", command: "serve" }],
  },
  step: {
    script: undefined,
    command: "make",
    computeResource: { requests: { cpu: "1", mem: "1Gi" }, limits: { mem: "2Gi" } },
    env: [
      { name: "A", secretKeyRef: { name: "s", key: "k" } },
      { name: "B", sercretKeyRef: { name: "s", key: "k" } },
      { name: "C", configMapKeyRef: { name: "c", key: "k" } },
    ],
  },
});

it("brings old spellings into Tekton's own", () => {
  const { value } = normaliseRequest(OLD);
  expect(value).toMatchObject({
    build: {
      tasks: [
        {
          name: "make",
          taskSpec: {
            volumes: [
              { name: "a", emptyDir: {} },
              { name: "b", emptyDir: { medium: "Memory" } },
            ],
            sidecars: [{ command: ["serve"] }],
            steps: [
              {
                command: ["make"],
                computeResources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "2Gi" } },
                env: [
                  { name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
                  { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
                  { name: "C", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
                ],
              },
            ],
          },
        },
      ],
    },
  });
});

it("warns of each with its place as written", () => {
  const step = "build.tasks[0].spec.steps[0]";
  const { warnings } = normaliseRequest(OLD);
  expect(warnings.every(({ severity }) => severity === "warning")).toBe(true);
  expect(Object.fromEntries(warnings.map(({ path, reason }) => [path, reason]))).toEqual({
    "build.tasks[0].spec.volumes[0].emptyDir":
      "is an object, {} or {medium: Memory}; the text is read as its medium",
    "build.tasks[0].spec.volumes[1].emptyDir":
      "is an object, {} or {medium: Memory}; the text is read as its medium",
    "build.tasks[0].spec.sidecars[0].command": "is a list of words; the text is read as its only one",
    [`${step}.command`]: "is a list of words; the text is read as its only one",
    [`${step}.computeResource`]: 'is written "computeResources"',
    [`${step}.computeResource.requests.mem`]: 'is written "memory"',
    [`${step}.computeResource.limits.mem`]: 'is written "memory"',
    [`${step}.env[0].secretKeyRef`]: 'is written "valueFrom.secretKeyRef"',
    [`${step}.env[1].sercretKeyRef`]: 'is written "valueFrom.secretKeyRef"',
    [`${step}.env[2].configMapKeyRef`]: 'is written "valueFrom.configMapKeyRef"',
  });
});

it("reads a task's spec and paramValues without a word", () => {
  const request = requestWith({ task: { paramValues: [{ name: "a", value: "b" }] } });
  const { value, warnings } = normaliseRequest(request);
  expect(warnings).toEqual([]);
  expect(value).toMatchObject({ build: { tasks: [{ params: [{ name: "a", value: "b" }] }] } });
});

it("leaves a spelling alone whose right one is there too, and fields that nobody knows", () => {
  const step = { computeResource: { a: 1 }, computeResources: { b: 2 }, unheardOf: [null, { x: true }] };
  const { value, warnings } = normaliseRequest(requestWith({ step }));
  expect(warnings).toEqual([]);
  expect(value).toMatchObject({ build: { tasks: [{ taskSpec: { steps: [step] } }] } });
});

it("says nothing about the minimal example", () => {
  expect(normaliseRequest(MINIMAL).warnings).toEqual([]);
});

it("leaves what it has normalised as it is", () => {
  fc.assert(
    fc.property(fc.oneof(validRequest, damagedRequest, fc.constant(OLD), fc.jsonValue()), (request) => {
      const once = normaliseRequest(request).value;
      expect(normaliseRequest(once)).toEqual({ value: once, warnings: [] });
    }),
  );
});
