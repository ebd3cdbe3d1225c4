import { refuses, type Row, SPEC, STEP, TASK } from "./refusals.js";

const ROWS: readonly Row[] = [
  [
    "a result that is a literal",
    { unit: { results: [{ name: "x", value: "1" }] } },
    "build.results[0].value",
    "must refer to the result of a task as $(tasks.<task>.results.<result>)",
  ],
  [
    "a result of no task",
    { unit: { results: [{ name: "x", value: "$(tasks.gone.results.x)" }] } },
    "build.results[0].value",
    'refers to a task that does not exist: "gone"',
  ],
  [
    "text before a result",
    { unit: { results: [{ name: "x", value: "a $(tasks.make.results.x)" }] } },
    "build.results[0].value",
    'has "a ", which is no reference to the result of a task',
  ],
  [
    "a bad name",
    { spec: { results: [{ name: "a b" }] } },
    `${SPEC}.results[0].name`,
    "is no name for a result: it has letters, digits, dashes, underscores and dots, and begins and ends with a letter or digit",
  ],
  [
    "an unknown type",
    { spec: { results: [{ name: "a", type: "int" }] } },
    `${SPEC}.results[0].type`,
    'must be "string", "array" or "object"',
  ],
  [
    "an object without keys",
    { spec: { results: [{ name: "a", type: "object" }] } },
    `${SPEC}.results[0].properties`,
    "is missing: an object needs its keys declared",
  ],
  [
    "a value that is no step's result",
    { spec: { results: [{ name: "a", value: "1" }] } },
    `${SPEC}.results[0].value`,
    "must refer to the result of a step as $(steps.<step>.results.<result>)",
  ],

  [
    "a workspace twice",
    { unit: { workspaces: ["w", "w"].map((name) => ({ name, emptyDir: {} })) } },
    "build.workspaces[1].name",
    'is declared twice: "w"',
  ],
  [
    "a binding to nothing",
    { unit: { workspaces: [{ name: "w" }] } },
    "build.workspaces[0]",
    "is bound to nothing: give one of volumeClaimTemplate, persistentVolumeClaim, emptyDir, configMap, secret, projected, csi",
  ],
  [
    "two bindings, after an optional one without",
    {
      unit: {
        workspaces: [
          { name: "o", optional: true },
          { name: "w", emptyDir: {}, secret: { secretName: "s" } },
        ],
      },
    },
    "build.workspaces[1]",
    "is bound to emptyDir and secret: give one of them",
  ],
  [
    "a claim without name",
    { unit: { workspaces: [{ name: "w", persistentVolumeClaim: {} }] } },
    "build.workspaces[0].persistentVolumeClaim.claimName",
    "is missing",
  ],
  [
    "a workspace that the unit does not have",
    { task: { workspaces: [{ name: "w", workspace: "gone" }] } },
    `${TASK}.workspaces[0].workspace`,
    'is no workspace of the pipeline: "gone"',
  ],
  [
    "a step's workspace that the task does not have",
    { step: { workspaces: [{ name: "gone", mountPath: "/x" }] } },
    `${STEP}.workspaces[0].name`,
    'is no workspace of the task: "gone"',
  ],
  [
    "two things at a path",
    {
      spec: { workspaces: [{ name: "w" }] },
      step: { volumeMounts: [{ name: "v", mountPath: "/workspace/w/" }] },
    },
    `${SPEC}.workspaces[0].name`,
    "is mounted at /workspace/w, where something else is mounted, too",
  ],
  [
    "tasks longer than the pipeline",
    { unit: { timeouts: { tasks: "2h" } } },
    "build.timeouts.tasks",
    "is longer than the pipeline's timeout, 1h0m0s",
  ],
  [
    "tasks without end",
    { unit: { timeouts: { pipeline: "1h", tasks: "0" } } },
    "build.timeouts.tasks",
    "has no end, but the pipeline ends after 1h",
  ],
  [
    "tasks and final tasks together",
    { unit: { timeouts: { tasks: "40m", finally: "21m" } } },
    "build.timeouts.tasks",
    "and finally together are longer than the pipeline's timeout, 1h0m0s",
  ],
  [
    "a negative timeout",
    { unit: { timeouts: { pipeline: "-1m" } } },
    "build.timeouts.pipeline",
    "must not be negative",
  ],
  [
    "a key of a result of another type",
    { spec: { results: [{ name: "a", properties: { k: { type: "array" } } }] } },
    `${SPEC}.results[0].properties.k.type`,
    'must be "string"',
  ],
  [
    "a list as a value",
    { spec: { results: [{ name: "a", value: ["$(steps.go.results.x)"] }] } },
    `${SPEC}.results[0].value`,
    "must be a text that refers to the result of a step",
  ],
  [
    "a value of no step's name",
    { spec: { results: [{ name: "a", value: "$(steps.Go.results.x)" }] } },
    `${SPEC}.results[0].value`,
    'refers to "Go", which is no name of a step',
  ],
  [
    "a value of no result's name",
    { spec: { results: [{ name: "a", value: "$(steps.go.results.-x)" }] } },
    `${SPEC}.results[0].value`,
    'refers to "-x", which is no name of a result',
  ],
  [
    "too many keys of a result",
    { unit: { results: [{ name: "x", value: "$(tasks.make.results.a.b.c)" }] } },
    "build.results[0].value",
    "has $(tasks.make.results.a.b.c): after the result's name at most one key may follow",
  ],
  [
    "workspaces without names",
    { unit: { workspaces: [{ emptyDir: {} }] } },
    "build.workspaces[0].name",
    "is missing",
  ],
  [
    "a task's workspace twice",
    { spec: { workspaces: [{ name: "w" }, { name: "w", mountPath: "/x" }] } },
    `${SPEC}.workspaces[1].name`,
    'is declared twice: "w"',
  ],
  [
    "a workspace handed on twice",
    {
      unit: { workspaces: [{ name: "w", emptyDir: {} }] },
      task: {
        workspaces: [
          { name: "a", workspace: "w" },
          { name: "a", workspace: "w" },
        ],
      },
    },
    `${TASK}.workspaces[1].name`,
    'is given twice: "a"',
  ],
];

describe("refuses results, workspaces and timeouts", () => {
  refuses(ROWS);
});
