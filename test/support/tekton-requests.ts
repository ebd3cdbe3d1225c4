import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";

const KINDS = ["string", "array", "object"] as const;
type Kind = (typeof KINDS)[number];

/** A declared parameter or result, and how others may use it. */
interface Declared {
  readonly name: string;
  readonly kind: Kind;
}

interface TaskShape {
  readonly parameters: readonly Kind[];
  readonly results: readonly Kind[];
  /** Which earlier task each parameter takes its value from, and whether it comes from a result at all. */
  readonly sources: readonly number[];
  readonly after: boolean;
  readonly steps: number;
  readonly volume: boolean;
  readonly workspace: boolean;
  readonly sidecar: boolean;
  readonly when: boolean;
  readonly retries: number;
}

const taskShape: fc.Arbitrary<TaskShape> = fc.record({
  parameters: fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }),
  results: fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }),
  sources: fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
  after: fc.boolean(),
  steps: fc.integer({ min: 1, max: 3 }),
  volume: fc.boolean(),
  workspace: fc.boolean(),
  sidecar: fc.boolean(),
  when: fc.boolean(),
  retries: fc.nat(2),
});

/**
 * Requests that Tekton accepts: tasks that take parameters and results of earlier ones, of all types, with volumes,
 * workspaces, sidecars, conditions and retries, and tasks that come last.
 */
export const validRequests: fc.Arbitrary<JsonObject> = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/),
    tasks: fc.array(taskShape, { minLength: 1, maxLength: 4 }),
    last: fc.array(taskShape, { maxLength: 2 }),
    parameters: fc.array(fc.constantFrom(...KINDS), { maxLength: 3 }),
    clean: fc.array(taskShape, { minLength: 1, maxLength: 2 }),
  })
  .map(({ name, tasks, last, parameters, clean }) => ({
    name,
    build: unit(tasks, last, parameters),
    clean: unit(clean, [], []),
  }));

function unit(
  tasks: readonly TaskShape[],
  last: readonly TaskShape[],
  parameters: readonly Kind[],
): JsonObject {
  const declared = parameters.map((kind, index) => ({ name: `p${index}`, kind }));
  const results = tasks.flatMap((shape, task) =>
    resultsOf(shape).map(({ name, kind }) => ({ task: `t${task}`, name, kind })),
  );
  return {
    params: declared.map((parameter) => ({ ...declaration(parameter), default: valueOf(parameter.kind) })),
    workspaces: [{ name: "shared", emptyDir: {} }],
    tasks: tasks.map((shape, index) => task(`t${index}`, shape, declared, tasks.slice(0, index))),
    ...(last.length > 0 && {
      finally: last.map((shape, index) => task(`l${index}`, { ...shape, after: false }, declared, tasks)),
    }),
    ...(results.length > 0 && {
      results: results.map(({ task: owner, name, kind }, index) => ({
        name: `r${index}`,
        value: reference(`tasks.${owner}.results.${name}`, kind),
      })),
    }),
  };
}

function task(
  name: string,
  shape: TaskShape,
  unitParameters: readonly Declared[],
  earlier: readonly TaskShape[],
): JsonObject {
  // Names of their own: in a PipelineRun all tasks' parameters of one name have to be of one type.
  const parameters = shape.parameters.map((kind, index) => ({ name: `${name}_${index}`, kind }));
  const before = earlier.at(-1);
  return {
    name,
    paramValues: parameters.map((parameter, index) => ({
      name: parameter.name,
      value: sourceOf(parameter.kind, shape.sources[index] ?? 0, unitParameters, earlier),
    })),
    ...(shape.after && before !== undefined && { runAfter: [`t${earlier.length - 1}`] }),
    ...(shape.retries > 0 && { retries: shape.retries }),
    ...(shape.when && { when: [{ input: "$(params.name)", operator: "notin", values: ["nobody"] }] }),
    ...(shape.workspace && { workspaces: [{ name: "here", workspace: "shared" }] }),
    spec: taskSpec(shape, parameters),
  };
}

function taskSpec(shape: TaskShape, parameters: readonly Declared[]): JsonObject {
  const results = resultsOf(shape);
  const script = [
    ...parameters.filter(({ kind }) => kind === "string").map(({ name }) => `echo $(params.${name})`),
    ...parameters.filter(({ kind }) => kind === "object").map(({ name }) => `echo $(params.${name}.a)`),
    ...results.map(({ name }) => `touch $(results.${name}.path)`),
    ...(shape.workspace ? ["ls $(workspaces.here.path)"] : []),
    "echo $(context.taskRun.name)",
  ].join("\n");
  const lists = parameters.filter(({ kind }) => kind === "array").map(({ name }) => `$(params.${name}[*])`);
  return {
    params: parameters.map(declaration),
    results: results.map(declaration),
    ...(shape.volume && { volumes: [{ name: "scratch", emptyDir: {} }] }),
    ...(shape.workspace && { workspaces: [{ name: "here" }] }),
    ...(shape.sidecar && {
      sidecars: [{ name: "beside", image: "ubuntu", command: ["sleep"], args: ["9"] }],
    }),
    steps: Array.from({ length: shape.steps }, (_, index) => ({
      name: `s${index}`,
      image: "ubuntu",
      ...(index === 0 ? { script } : { command: ["echo"], args: [...lists, "end"] }),
      ...(shape.volume && { volumeMounts: [{ name: "scratch", mountPath: "/scratch" }] }),
    })),
  };
}

function resultsOf({ results }: TaskShape): readonly Declared[] {
  return results.map((kind, index) => ({ name: `out${index}`, kind }));
}

function declaration({ name, kind }: Declared): JsonObject {
  return { name, type: kind, ...(kind === "object" && { properties: { a: { type: "string" } } }) };
}

/** The value for a parameter: a result of an earlier task or a parameter of the unit of its kind, else a constant. */
function sourceOf(
  kind: Kind,
  choice: number,
  parameters: readonly Declared[],
  earlier: readonly TaskShape[],
): JsonValue {
  const results = earlier.flatMap((shape, index) =>
    resultsOf(shape).map((result) => ({ ...result, name: `tasks.t${index}.results.${result.name}` })),
  );
  const candidates = [
    ...results,
    ...parameters.map((parameter) => ({ ...parameter, name: `params.${parameter.name}` })),
  ]
    .filter((candidate) => candidate.kind === kind)
    .map(({ name }) => reference(name, kind));
  const source = candidates[choice];
  if (source === undefined) return valueOf(kind);
  return kind === "array" && choice % 2 === 0 ? [source] : source;
}

function reference(path: string, kind: Kind): string {
  return kind === "string" ? `$(${path})` : `$(${path}[*])`;
}

function valueOf(kind: Kind): JsonValue {
  return { string: "x", array: ["x", "y"], object: { a: "x" } }[kind];
}
