import type { JsonValue } from "../../model/shared/json.js";
import type { PropertyPath } from "../../model/shared/property-path.js";

/** A request with one change made to it. */
export interface Mutation {
  /** What was changed, e.g. `build.tasks.0.name: text "Bad Name"`. */
  readonly title: string;
  readonly path: PropertyPath;
  readonly request: JsonValue;
}

type JsonMap = Readonly<Record<string, JsonValue>>;

/** Parts of a request that Tekton never sees. */
const OURS = new Set(["secrets", "accounts", "refs"]);

const TEXTS = [
  "",
  "Bad Name",
  "under_score",
  "dotted.name",
  "-dash",
  "x".repeat(64),
  "$(params.nope)",
  "$(params.art_id)",
  "$(params.art_id[*])",
  "$(params.art_id[0])",
  "$(params.art_id.key)",
  '$(params["nope"])',
  "$(tasks.nope.results.x)",
  "$(tasks.make.results.nope)",
  "$(tasks.make.status)",
  "$(tasks.status)",
  "$(finally.report.results.told)",
  "$(results.nope.path)",
  "$(workspaces.nope.path)",
  "$(steps.nope.results.x)",
  "$(step.results.nope.path)",
  "$(context.pipelineRun.name)",
  "$(context.taskRun.nope)",
  "$(context.task.retry-count)",
  "$(unknown.thing)",
  "-1",
  "0",
  "7",
  "5s",
  "90m",
  "true",
  "a/b",
  "/",
];

const OTHERS: readonly JsonValue[] = [
  null,
  true,
  7,
  -1,
  1.5,
  300,
  [],
  {},
  ["x"],
  ["x", "x"],
  { x: "y" },
  [{ name: "x" }],
  [null],
];

/** Fields that Tekton knows somewhere, each put where it may not belong. */
const FIELDS: Readonly<Record<string, JsonValue>> = {
  unknown: 1,
  name: "other",
  value: "x",
  type: "string",
  default: "x",
  description: "x",
  enum: ["a", "b"],
  script: "true",
  command: ["true"],
  ref: { name: "x" },
  taskRef: { name: "x" },
  taskSpec: { steps: [{ image: "ubuntu", script: "true" }] },
  pipelineRef: { name: "x" },
  runAfter: ["make"],
  retries: 1,
  onError: "continue",
  timeout: "5m",
  when: [{ input: "a", operator: "in", values: ["a"] }],
  matrix: { params: [{ name: "p", value: ["a"] }] },
  params: [{ name: "p", value: "x" }],
  results: [{ name: "r" }],
  workspaces: [{ name: "w" }],
  volumeMounts: [{ name: "v", mountPath: "/v" }],
  emptyDir: {},
  secret: { secretName: "s" },
  cel: "true",
  securityContext: { privileged: true },
  workingDir: "/x",
  restartPolicy: "Always",
};

/** Every mutation of a request's units, always in the same order. */
export function mutationsOf(request: JsonValue): readonly Mutation[] {
  return pathsIn(request, [])
    .filter(
      ([unit, part]) =>
        (unit === "build" || unit === "clean") && part !== undefined && !OURS.has(String(part)),
    )
    .flatMap((path) => mutationsAt(request, path));
}

function mutationsAt(request: JsonValue, path: PropertyPath): readonly Mutation[] {
  const value = valueAt(request, path);
  const make = (what: string, changed: JsonValue): Mutation => ({
    title: `${path.join(".")}: ${what}`,
    path,
    request: changed,
  });
  const set = (what: string, other: JsonValue): Mutation =>
    make(
      what,
      replaced(request, path, () => other),
    );
  return [
    make("removed", removed(request, path)),
    ...TEXTS.filter((text) => text !== value).map((text) =>
      set(`text ${JSON.stringify(text.slice(0, 40))}`, text),
    ),
    ...OTHERS.map((other) => set(`value ${JSON.stringify(other)}`, other)),
    ...keyMutations(request, path).map(([what, changed]) => make(what, changed)),
    ...(isList(value) ? listMutations(value).map(([what, other]) => set(what, other)) : []),
    ...(isMap(value)
      ? Object.entries(FIELDS)
          .filter(([key]) => !Object.hasOwn(value, key))
          .map(([key, member]) => set(`with ${key}`, { ...value, [key]: member }))
      : []),
  ];
}

function listMutations(list: readonly JsonValue[]): readonly (readonly [string, JsonValue])[] {
  const [first] = list;
  return first === undefined
    ? []
    : [
        ["first element twice", [...list, first]],
        ["first element last", [...list.slice(1), first]],
        ["without its first element", list.slice(1)],
      ];
}

function keyMutations(request: JsonValue, path: PropertyPath): readonly (readonly [string, JsonValue])[] {
  const key = path.at(-1);
  const parent = valueAt(request, path.slice(0, -1));
  if (typeof key !== "string" || !isMap(parent)) return [];
  return [`${key}X`, key.slice(0, -1)].map((other) => [
    `renamed to ${other}`,
    replaced(request, path.slice(0, -1), () =>
      Object.fromEntries(
        Object.entries(parent).map(([name, member]) => [name === key ? other : name, member]),
      ),
    ),
  ]);
}

function pathsIn(value: JsonValue, path: PropertyPath): readonly PropertyPath[] {
  if (isList(value)) return [path, ...value.flatMap((element, index) => pathsIn(element, [...path, index]))];
  if (isMap(value))
    return [path, ...Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]))];
  return [path];
}

function valueAt(value: JsonValue, path: PropertyPath): JsonValue {
  return path.reduce<JsonValue>((current, step) => {
    if (isList(current)) return current[Number(step)] ?? null;
    return isMap(current) ? (current[step] ?? null) : null;
  }, value);
}

function replaced(
  value: JsonValue,
  [step, ...rest]: PropertyPath,
  by: (old: JsonValue) => JsonValue,
): JsonValue {
  if (step === undefined) return by(value);
  if (isList(value))
    return value.map((element, index) => (index === step ? replaced(element, rest, by) : element));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === step ? replaced(member, rest, by) : member]),
  );
}

function removed(value: JsonValue, path: PropertyPath): JsonValue {
  const last = path.at(-1);
  return replaced(value, path.slice(0, -1), (parent) => {
    if (isList(parent)) return parent.filter((_, index) => index !== last);
    return isMap(parent)
      ? Object.fromEntries(Object.entries(parent).filter(([key]) => key !== last))
      : parent;
  });
}

function isMap(value: JsonValue): value is JsonMap {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
