import { refuses, type Row, SPEC, STEP, TASK, value } from "./refusals.js";

const PARAMETERS: readonly Row[] = [
  [
    "an unknown type",
    { unit: { params: [{ name: "p", type: "int", default: "1" }] } },
    "build.params[0].type",
    'must be "string", "array" or "object"',
  ],
  [
    "a default of another type",
    { unit: { params: [{ name: "p", type: "array", default: "1" }] } },
    "build.params[0].default",
    "is of type string, but the parameter is of type array",
  ],
  [
    "a parameter twice",
    {
      spec: {
        params: [
          { name: "p", default: "1" },
          { name: "p", default: "2" },
        ],
      },
    },
    `${SPEC}.params[1].name`,
    'is declared twice: "p"',
  ],
  [
    "an enumeration",
    { unit: { params: [{ name: "p", enum: ["a"], default: "a" }] } },
    "build.params[0].enum",
    "needs Tekton's feature flag enable-param-enum, which is off by default",
  ],
  [
    "a bad name",
    { spec: { params: [{ name: "1p", default: "1" }] } },
    `${SPEC}.params[0].name`,
    "is no name for a parameter: it begins with a letter or underscore and has letters, digits, dashes, underscores and dots",
  ],
  [
    "an object with a dot in its name",
    { spec: { params: [{ name: "o.p", type: "object", properties: { a: {} }, default: { a: "1" } }] } },
    `${SPEC}.params[0].name`,
    "is no name for an object: it begins with a letter or underscore and has letters, digits, dashes and underscores",
  ],
  [
    "a key of another type",
    { spec: { params: [{ name: "o", properties: { a: { type: "array" } }, default: { a: "1" } }] } },
    `${SPEC}.params[0].properties.a.type`,
    'must be "string"',
  ],
  [
    "an object without keys",
    { spec: { params: [{ name: "o", type: "object", default: { a: "1" } }] } },
    `${SPEC}.params[0].properties`,
    "is missing: an object needs its keys declared",
  ],
  [
    "an undeclared parameter",
    { step: { script: "echo $(params.nope)" } },
    `${STEP}.script`,
    "refers to params.nope, which does not exist",
  ],
  [
    "too many dots",
    { step: { script: "echo $(params.a.b.c)" } },
    `${STEP}.script`,
    "has the reference $(params.a.b.c): at most a name and a key may follow the first dot",
  ],
  [
    "a list in a script",
    { spec: { params: [{ name: "l", default: ["a"] }] }, step: { script: "echo $(params.l[*])" } },
    `${STEP}.script`,
    "refers to the whole list params.l inside a text",
  ],
  [
    "a list that does not stand alone",
    { spec: { params: [{ name: "l", default: ["a"] }] }, step: { args: ["--$(params.l[*])"] } },
    `${STEP}.args[0]`,
    "has other text beside the list params.l",
  ],
  [
    "an object as a whole",
    {
      spec: { params: [{ name: "o", properties: { a: {} }, default: { a: "1" } }] },
      step: { script: "$(params.o)" },
    },
    `${STEP}.script`,
    "refers to the whole object params.o; name one of its keys",
  ],
  [
    "an unknown key",
    {
      spec: { params: [{ name: "o", properties: { a: {} }, default: { a: "1" } }] },
      step: { script: "$(params.o.b)" },
    },
    `${STEP}.script`,
    "refers to params.o.b, which does not exist",
  ],
  [
    "an unknown variable of the task's run",
    { step: { script: "$(context.taskRun.bogus)" } },
    `${STEP}.script`,
    "refers to context.taskRun.bogus, which does not exist",
  ],
  [
    "a result that the task does not declare",
    { step: { script: "x > $(results.url.path)" } },
    `${STEP}.script`,
    "refers to results.url, which does not exist",
  ],
  [
    "an undeclared parameter in a value",
    { task: value("$(params.nope)") },
    `${TASK}.paramValues[0].value`,
    "refers to params.nope, which does not exist",
  ],
  [
    "a whole list that is not declared",
    { task: value("$(params.nope[*])") },
    `${TASK}.paramValues[0].value`,
    "refers to params.nope, which does not exist",
  ],
  [
    "a value twice",
    {
      task: {
        paramValues: [
          { name: "p", value: "1" },
          { name: "p", value: "2" },
        ],
      },
    },
    `${TASK}.paramValues[1].name`,
    'is given twice: "p"',
  ],
  [
    "a variable of the shell",
    { task: value("$(HOME)") },
    `${TASK}.paramValues[0].value`,
    "has $(HOME), which is none of $(params.…), $(tasks.…), $(finally.…), $(context.…), $(workspaces.…), $(results.…)",
  ],
  [
    "an object for a text of the same name",
    { unit: { params: [{ name: "p", default: "1" }] }, task: value({ a: "1" }) },
    `${TASK}.paramValues[0].value`,
    "is an object, and another parameter of the same name has no value of that form, which makes Tekton's admission fail",
  ],
  [
    "a list that does not stand alone in a list",
    { unit: { params: [{ name: "l", default: ["a"] }] }, task: value(["x $(params.l[*])"]) },
    `${TASK}.paramValues[0].value[0]`,
    "has other text beside the list params.l",
  ],
  [
    "a list in the text of an object",
    { unit: { params: [{ name: "l", default: ["a"] }] }, task: value({ k: "$(params.l)" }) },
    `${TASK}.paramValues[0].value.k`,
    "refers to the whole list params.l inside a text",
  ],
  [
    "an undeclared parameter in a matrix",
    {
      task: {
        matrix: {
          params: [{ name: "p", value: ["$(params.nope)"] }],
          include: [{ params: [{ name: "q", value: "$(params.gone)" }] }],
        },
      },
    },
    `${TASK}.matrix.include[0].params[0].value`,
    "refers to params.gone, which does not exist",
  ],
  [
    "a list in a when",
    {
      unit: { params: [{ name: "l", default: ["a"] }] },
      task: { when: [{ input: "$(params.l[*])", operator: "in", values: ["$(params.l[*])"] }] },
    },
    `${TASK}.when[0].input`,
    "refers to the whole list params.l inside a text",
  ],
  [
    "an unknown key in a value",
    {
      unit: { params: [{ name: "o", properties: { a: {} }, default: { a: "1" } }] },
      task: value("$(params.o.b)"),
    },
    `${TASK}.paramValues[0].value`,
    "refers to params.o.b, which does not exist",
  ],
  [
    "a default object where a text of the name is given",
    { task: value("x"), spec: { params: [{ name: "p", type: "object", default: { a: "1" } }] } },
    `${SPEC}.params[0].properties`,
    "is missing: an object needs its keys declared",
  ],
];

describe("refuses parameters", () => {
  refuses(PARAMETERS);
});
