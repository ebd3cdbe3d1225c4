import { LABEL_RULE, refuses, type Row, SPEC, STEP } from "./refusals.js";

const ALPHA = "Tekton allows it only where its feature flag enable-api-fields is alpha";

const STEPS: readonly Row[] = [
  ["no steps", { spec: { steps: [] } }, `${SPEC}.steps`, "is missing: a task needs at least one step"],
  ["no image", { step: { image: undefined } }, `${STEP}.image`, "is missing"],
  [
    "script and command",
    { step: { command: ["x"] } },
    `${STEP}.script`,
    "cannot be used together with command",
  ],
  [
    "a command of the template beside a script",
    { spec: { stepTemplate: { command: ["x"] } } },
    `${STEP}.script`,
    "cannot be used together with command",
  ],
  ["a name that is no label", { step: { name: "Go_1" } }, `${STEP}.name`, LABEL_RULE],
  [
    "two steps of a name",
    { spec: { steps: ["a", "a"].map((name) => ({ name, image: "x", script: "y" })) } },
    `${SPEC}.steps[1].name`,
    'is the name of an earlier step, too: "a"',
  ],
  ["a negative timeout", { step: { timeout: "-1s" } }, `${STEP}.timeout`, "must not be negative"],
  [
    "Tekton's own folder",
    { step: { volumeMounts: [{ name: "v", mountPath: "/tekton/../tekton/bin" }] } },
    `${STEP}.volumeMounts[0].mountPath`,
    "is below /tekton/, which Tekton keeps for itself",
  ],
  [
    "Tekton's own volume",
    { step: { volumeMounts: [{ name: "tekton-internal-x", mountPath: "/x" }] } },
    `${STEP}.volumeMounts[0].name`,
    'begins with "tekton-internal-", which Tekton keeps for itself',
  ],
  [
    "an unknown onError",
    { step: { onError: "retry" } },
    `${STEP}.onError`,
    'must be "continue" or "stopAndFail"',
  ],
  ["a Windows script", { step: { script: "#!win x" } }, `${STEP}.script`, `is a Windows script: ${ALPHA}`],
  [
    "streams to files",
    { step: { stdoutConfig: { path: "/x" } } },
    `${STEP}.stdoutConfig`,
    `is not available: ${ALPHA}`,
  ],
  [
    "params without ref",
    { step: { params: [{ name: "a", value: "b" }] } },
    `${STEP}.params`,
    "can only be used together with ref",
  ],
  [
    "an image with ref",
    { step: { script: undefined, ref: { name: "action" } } },
    `${STEP}.image`,
    "cannot be used together with ref",
  ],
  ["a ref to nothing", { spec: { steps: [{ ref: {} }] } }, `${STEP}.ref.name`, "is missing"],
  [
    "a ref by address",
    { spec: { steps: [{ ref: { name: "hub://x" } }] } },
    `${STEP}.ref.name`,
    "is an address, for which Tekton's feature flag enable-concise-resolver-syntax is needed",
  ],
  [
    "a resolver's params without resolver",
    { spec: { steps: [{ ref: { params: [{ name: "a", value: "b" }] } }] } },
    `${STEP}.ref.resolver`,
    "is missing",
  ],
  [
    "a step's result in a script",
    { step: { script: "echo $(steps.a.results.b)" } },
    `${STEP}.script`,
    "uses the result of a step, which only env, command and args can",
  ],
  [
    "Tekton's artifacts",
    { step: { script: "cat $(steps.a.outputs.b)" } },
    `${STEP}.script`,
    "uses Tekton's own artifacts, for which its feature flag enable-artifacts is needed",
  ],
  [
    "an undeclared result of the step",
    { step: { results: [{ name: "a" }], script: "x > $(step.results.b.path)" } },
    `${STEP}.script`,
    "refers to step.results.b, which does not exist",
  ],
  [
    "a bad name of a step's result",
    { step: { results: [{ name: "-a" }] } },
    `${STEP}.results[0].name`,
    "is no name for a result: it has letters, digits, dashes, underscores and dots, and begins and ends with a letter or digit",
  ],
  [
    "an environment that cannot be merged",
    {
      spec: { stepTemplate: { env: [{ name: "Z", value: "1" }] } },
      step: { env: ["A", "B", "A"].map((name, index) => ({ name, value: `${index}` })) },
    },
    `${STEP}.env`,
    'names "A" twice, which cannot be merged with the step template',
  ],
  [
    "a sidecar without image",
    { spec: { sidecars: [{ name: "x" }] } },
    `${SPEC}.sidecars[0].image`,
    "is missing",
  ],
  [
    "a sidecar's script and command",
    { spec: { sidecars: [{ image: "x", script: "a", command: ["b"] }] } },
    `${SPEC}.sidecars[0].script`,
    "cannot be used together with command",
  ],
  [
    "Tekton's own sidecar",
    { spec: { sidecars: [{ name: "tekton-log-results", image: "x" }] } },
    `${SPEC}.sidecars[0].name`,
    "is a name that Tekton keeps for itself",
  ],
  [
    "two volumes of a name",
    {
      spec: {
        volumes: [
          { name: "v", emptyDir: {} },
          { name: "v", emptyDir: {} },
        ],
      },
    },
    `${SPEC}.volumes[1].name`,
    'is the name of an earlier volume, too: "v"',
  ],
  [
    "a step's result in a mount",
    { step: { volumeMounts: [{ name: "v", mountPath: "/$(steps.a.results.b)" }] } },
    `${STEP}.volumeMounts[0].mountPath`,
    "uses the result of a step, which only env, command and args can",
  ],
  [
    "a step's result in what the environment is from",
    { step: { envFrom: [{ secretRef: { name: "$(steps.a.results.b)" } }] } },
    `${STEP}.envFrom[0].secretRef.name`,
    "uses the result of a step, which only env, command and args can",
  ],
  [
    "a step's result in a device of the template",
    { spec: { stepTemplate: { volumeDevices: [{ name: "d", devicePath: "$(steps.a.results.b)" }] } } },
    `${SPEC}.stepTemplate.volumeDevices[0].devicePath`,
    "uses the result of a step, which only env, command and args can",
  ],
  [
    "an undeclared parameter in the template",
    { spec: { stepTemplate: { env: [{ name: "A", value: "$(params.nope)" }] } } },
    `${SPEC}.stepTemplate.env[0].value`,
    "refers to params.nope, which does not exist",
  ],
  [
    "a step's when",
    { step: { when: [{ input: "a", operator: "in" }] } },
    `${STEP}.when[0].values`,
    "must not be empty",
  ],
];

describe("refuses steps", () => {
  refuses(STEPS);
});
