import { refuses, type Row, SPEC, STEP, TASK } from "./refusals.js";

const FORM: readonly Row[] = [
  [
    "an unknown field",
    { step: { computeResorces: {} } },
    `${STEP}.computeResorces`,
    "Step has no such field",
  ],
  ["a list for a text", { step: { image: [] } }, `${STEP}.image`, "must be a text and is a list"],
  ["a text for a list", { step: { args: "x" } }, `${STEP}.args`, "must be a list and is a text"],
  [
    "a text for an object",
    { spec: { volumes: ["x"] } },
    `${SPEC}.volumes[0]`,
    "must be an object and is a text",
  ],
  [
    "a list for free keys",
    { unit: { podTemplate: { nodeSelector: [] } } },
    "build.podTemplate.nodeSelector",
    "must be an object and is a list",
  ],
  [
    "a text for a switch",
    { spec: { workspaces: [{ name: "w", optional: "yes" }] } },
    `${SPEC}.workspaces[0].optional`,
    "must be true or false and is a text",
  ],
  ["half a number", { task: { retries: 1.5 } }, `${TASK}.retries`, "must be a whole number"],
  [
    "a number too large",
    { spec: { sidecars: [{ image: "x", ports: [{ containerPort: 2 ** 31 }] }] } },
    `${SPEC}.sidecars[0].ports[0].containerPort`,
    "must be between -2147483648 and 2147483647",
  ],
  [
    "a duration without a unit",
    { step: { timeout: "5" } },
    `${STEP}.timeout`,
    'is no duration: "5" has no unit (ns, us, ms, s, m or h)',
  ],
  [
    "a number for a duration",
    { task: { timeout: 5 } },
    `${TASK}.timeout`,
    "must be a duration such as 1h30m and is a number",
  ],
  [
    "no amount",
    { step: { computeResources: { limits: { cpu: "much" } } } },
    `${STEP}.computeResources.limits.cpu`,
    "is no quantity: write a number with an optional unit, as 500m, 1.5 or 512Mi",
  ],
  [
    "true for a port",
    { spec: { sidecars: [{ image: "x", livenessProbe: { tcpSocket: { port: true } } }] } },
    `${SPEC}.sidecars[0].livenessProbe.tcpSocket.port`,
    "must be a whole number and is true or false",
  ],
  [
    "a value that is missing",
    { task: { paramValues: [{ name: "p" }] } },
    `${TASK}.paramValues[0].value`,
    "is missing",
  ],
  [
    "no time",
    {
      unit: { workspaces: [{ name: "w", volumeClaimTemplate: { metadata: { creationTimestamp: "now" } } }] },
    },
    "build.workspaces[0].volumeClaimTemplate.metadata.creationTimestamp",
    "must be a time such as 2026-01-31T12:00:00Z",
  ],
  ["null among values", { task: { paramValues: [null] } }, `${TASK}.paramValues[0].value`, "is missing"],
  [
    "a list for an amount",
    { step: { computeResources: { requests: { cpu: [] } } } },
    `${STEP}.computeResources.requests.cpu`,
    "must be an amount such as 500m or 1Gi and is a list",
  ],
  [
    "a text for a number",
    { task: { retries: "2" } },
    `${TASK}.retries`,
    "must be a whole number and is a text",
  ],
];

describe("refuses fields of the wrong form", () => {
  refuses(FORM);
});
