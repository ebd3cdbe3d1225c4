import { LABEL_RULE, refuses, type Row, SPEC, TASK, value } from "./refusals.js";

/** A unit whose tasks each have one step. */
function tasks(...list: readonly object[]): object {
  const spec = { steps: [{ image: "ubuntu", script: "true" }] };
  return { tasks: list.map((task, index) => ({ name: `t${index}`, spec, ...task })) };
}

/** A unit with a task and a final task. */
function withFinal(final: object): object {
  return { finally: [{ name: "end", spec: { steps: [{ image: "ubuntu", script: "true" }] }, ...final }] };
}

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${index}`);
const when = (entry: object): object => ({ when: [entry] });

const ORDER: readonly Row[] = [
  ["a name that is no label", { task: { name: "Make" } }, `${TASK}.name`, LABEL_RULE],
  [
    "two tasks of a name",
    { unit: tasks({ name: "a" }, { name: "a" }) },
    "build.tasks[1].name",
    'is the name of an earlier task, too: "a"',
  ],
  [
    "no steps and no reference",
    { task: { spec: undefined } },
    `${TASK}.spec`,
    "is missing: a task needs its steps",
  ],
  [
    "steps and a reference",
    { task: { taskRef: { name: "t" } } },
    TASK,
    "has both taskRef and taskSpec: give one of them",
  ],
  [
    "a pipeline in a pipeline",
    { task: { pipelineRef: { name: "p" } } },
    `${TASK}.pipelineRef`,
    "is allowed only where Tekton's feature flag enable-api-fields is alpha",
  ],
  [
    "another controller's task with steps",
    { spec: { apiVersion: "x.dev/v1", kind: "X" } },
    `${SPEC}.apiVersion`,
    "cannot be used together with steps",
  ],
  [
    "waiting for nobody",
    { task: { runAfter: ["gone"] } },
    `${TASK}.runAfter[0]`,
    'names a task that does not exist: "gone"',
  ],
  [
    "a circle",
    { unit: tasks({ runAfter: ["t1"] }, { runAfter: ["t0"] }) },
    "build.tasks[0].runAfter",
    "waits for itself: t0 waits for t1 waits for t0",
  ],
  [
    "a result of nobody",
    { task: value("$(tasks.gone.results.x)") },
    TASK,
    'uses a result of a task that does not exist: "gone"',
  ],
  [
    "continue with retries",
    { task: { onError: "continue", retries: 1 } },
    `${TASK}.onError`,
    'cannot be "continue" for a task with retries',
  ],
  [
    "an unknown onError",
    { task: { onError: "skip" } },
    `${TASK}.onError`,
    'must be "continue" or "stopAndFail"',
  ],
  [
    "an unknown operator",
    { task: when({ input: "a", operator: "is", values: ["a"] }) },
    `${TASK}.when[0].operator`,
    'must be "in" or "notin"',
  ],
  [
    "nothing to compare with",
    { task: when({ input: "a", operator: "in" }) },
    `${TASK}.when[0].values`,
    "must not be empty",
  ],
  ["an empty when", { task: when({}) }, `${TASK}.when[0]`, "is empty: write input, operator and values"],
  [
    "CEL",
    { task: when({ cel: "true" }) },
    `${TASK}.when[0].cel`,
    "needs Tekton's feature flag enable-cel-in-whenexpression, which is off by default",
  ],
  [
    "how a task ended, asked by a task",
    { task: value("$(tasks.make.status)") },
    `${TASK}.paramValues[0].value`,
    "asks how a task ended, which only tasks under finally can",
  ],
  [
    "how nobody ended",
    { unit: withFinal(value("$(tasks.gone.reason)")) },
    "build.finally[0].paramValues[0].value",
    'asks how a task ended that does not exist: "gone"',
  ],
  [
    "an order of final tasks",
    { unit: withFinal({ runAfter: ["make"] }) },
    "build.finally[0].runAfter",
    "is not possible: final tasks run all at once",
  ],
  [
    "a result of a final task in a final task",
    { unit: withFinal(value("$(tasks.end.results.x)")) },
    "build.finally[0].paramValues[0].value",
    'uses a result of another final task: "end"',
  ],
  [
    "only final tasks",
    { unit: { tasks: [], ...withFinal({}) } },
    "build.finally",
    "has tasks, but there is none under tasks",
  ],
  [
    "too many combinations",
    {
      task: {
        matrix: { params: ["p", "q"].map((name) => ({ name, value: numbers(17) })) },
      },
    },
    `${TASK}.matrix`,
    "has 289 combinations, and Tekton runs at most 256",
  ],
  [
    "a parameter in the matrix and beside",
    { task: { ...value("1"), matrix: { params: [{ name: "p", value: ["a"] }] } } },
    `${TASK}.paramValues[0].name`,
    'is given by the matrix, too: "p"',
  ],
  [
    "one result of a matrix",
    { unit: tasks({ matrix: { params: [{ name: "p", value: ["a"] }] } }, value("$(tasks.t0.results.x)")) },
    "build.tasks[1].paramValues[0].value",
    "uses one result of a task with a matrix, tasks.t0.results.x: only all of them can be used, with [*]",
  ],
  [
    "a parameter of a matrix twice",
    { task: { matrix: { params: ["a", "b"].map((text) => ({ name: "p", value: [text] })) } } },
    `${TASK}.matrix.params[1].name`,
    "is given twice",
  ],
  [
    "a parameter of a combination twice",
    { task: { matrix: { include: [{ params: ["a", "b"].map((text) => ({ name: "p", value: text })) }] } } },
    `${TASK}.matrix.include[0].params[1].name`,
    "is given twice",
  ],
  [
    "too many combinations with those that are named",
    {
      task: {
        matrix: {
          params: ["p", "q"].map((name) => ({ name, value: numbers(16) })),
          include: [
            { params: [{ name: "p", value: "0" }] },
            {
              params: [
                { name: "other", value: "x" },
                { name: "p", value: "new" },
              ],
            },
          ],
        },
      },
    },
    `${TASK}.matrix`,
    "has 257 combinations, and Tekton runs at most 256",
  ],
  [
    "lists that come out of a matrix",
    {
      unit: tasks(
        {
          matrix: { params: [{ name: "p", value: ["a"] }] },
          spec: { results: [{ name: "x", type: "array" }], steps: [{ image: "ubuntu", script: "true" }] },
        },
        value("$(tasks.t0.results.x[*])"),
      ),
    },
    "build.tasks[1]",
    'uses result "x" of a task with a matrix, which must be of type string',
  ],
  [
    "a variable of the shell in a matrix",
    { task: { matrix: { params: [{ name: "p", value: ["$(HOME)"] }] } } },
    `${TASK}.matrix.params[0].value`,
    "has $(HOME), which is none of $(params.…), $(tasks.…), $(finally.…), $(context.…), $(workspaces.…), $(results.…)",
  ],
  [
    "another controller's task without kind",
    { task: { spec: undefined, taskRef: { resolver: "git", apiVersion: "x.dev/v1" } } },
    `${TASK}.taskRef.kind`,
    "is missing: a custom task needs it",
  ],
  [
    "another controller's task without version",
    { task: { spec: undefined, taskRef: { name: "t", kind: "Thing" } } },
    `${TASK}.taskRef.apiVersion`,
    "is missing: a custom task needs it",
  ],
  [
    "a reference by name and params",
    {
      task: { spec: undefined, taskRef: { name: "t", resolver: "git", params: [{ name: "a", value: "b" }] } },
    },
    `${TASK}.taskRef.name`,
    "cannot be used together with params",
  ],
  [
    "a reference by name and resolver",
    { task: { spec: undefined, taskRef: { name: "t", resolver: "git" } } },
    `${TASK}.taskRef.name`,
    "cannot be used together with resolver",
  ],
  [
    "a resolver's param twice",
    {
      task: {
        spec: undefined,
        taskRef: { resolver: "git", params: ["b", "c"].map((text) => ({ name: "a", value: text })) },
      },
    },
    `${TASK}.taskRef.params[1].name`,
    "is given twice",
  ],
  [
    "a reference to no name",
    { task: { spec: undefined, taskRef: { name: "-t" } } },
    `${TASK}.taskRef.name`,
    "must consist of letters, digits, dashes, underscores and dots, and begin and end with a letter or digit",
  ],
  [
    "a result of nobody in a final task",
    { unit: withFinal(value("$(tasks.gone.results.x)")) },
    "build.finally[0].paramValues[0].value",
    'uses a result of a task that does not exist: "gone"',
  ],
  [
    "Tekton's artifacts in a value",
    { task: value("$(tasks.make.outputs.x)") },
    `${TASK}.paramValues[0].value`,
    "uses Tekton's own artifacts, for which its feature flag enable-artifacts is needed",
  ],
  [
    "an unknown variable of the run",
    { task: value("$(context.pipelineRun.bogus)") },
    `${TASK}.paramValues[0].value`,
    "refers to context.pipelineRun.bogus, which does not exist",
  ],
];

describe("refuses tasks", () => {
  refuses(ORDER);
});
