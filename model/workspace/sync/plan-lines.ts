import { canonicalJson, type JsonValue } from "../../shared/json.js";
import type { ObjectKey } from "../../shared/kubernetes-object.js";
import { nameInPlans, type PlannedTask } from "./task.js";

/** One field that a sync changes. Values of Secrets are masked before they get here. */
export interface PlannedChange {
  /** `spec.replicas`; empty for the whole object. */
  readonly path: string;
  readonly live: JsonValue | undefined;
  readonly target: JsonValue | undefined;
}

/** What a reviewer reads. */
export interface PlanText {
  /** By phase and wave, in the order in which things are done; what stays comes last. */
  readonly lines: readonly string[];
  /** `3 to create, 1 to change, 1 to prune, 2 hooks, 1 kept`, or `nothing to do`. */
  readonly summary: string;
}

type Verb = "create" | "change" | "prune" | "run hook" | "keep";

/** The sign in front of a line, by which removals and hooks stand out. */
const SIGNS: Readonly<Record<Verb, string>> = {
  create: "+",
  change: "~",
  prune: "-",
  "run hook": "▶",
  keep: "=",
};
const LONGEST_VALUE = 60;

/** The plan of a sync, from its tasks in their order and what changes in each object that is changed. */
export function planText(
  tasks: readonly PlannedTask[],
  changesOf: (key: ObjectKey) => readonly PlannedChange[],
): PlanText {
  const verbs = tasks.map(verbOf);
  const counted = (verb: Verb): number => verbs.filter((each) => each === verb).length;
  const hooks = counted("run hook");
  const parts: [number, string][] = [
    [counted("create"), "to create"],
    [counted("change"), "to change"],
    [counted("prune"), "to prune"],
    [hooks, hooks === 1 ? "hook" : "hooks"],
    [counted("keep"), "kept"],
  ];
  const summary = parts.flatMap(([count, text]) => (count === 0 ? [] : [`${count} ${text}`])).join(", ");
  const done = tasks.filter(({ action }) => action !== "keep");
  const kept = tasks.filter(({ action }) => action === "keep");
  return {
    lines: [...done, ...kept].flatMap((task) => lineOf(task, changesOf) ?? []),
    summary: summary === "" ? "nothing to do" : summary,
  };
}

function verbOf({ action, live }: PlannedTask): Verb | undefined {
  switch (action) {
    case "create-namespace":
    case "apply":
      return live === undefined ? "create" : "change";
    case "hook":
      return "run hook";
    case "prune":
      return "prune";
    case "keep":
      return "keep";
    case "unchanged":
      return undefined;
  }
}

function lineOf(
  task: PlannedTask,
  changesOf: (key: ObjectKey) => readonly PlannedChange[],
): string | undefined {
  const verb = verbOf(task);
  if (verb === undefined) return undefined;
  const place = verb === "keep" ? "" : `${task.phase} wave ${task.wave}  `;
  const name = `${SIGNS[verb]} ${place}${verb}  ${nameInPlans(task.key)}`;
  const details = [...(verb === "change" ? changesOf(task.key).map(changeText) : []), ...notesOf(task)];
  return details.length === 0 ? name : `${name}  ${details.join("; ")}`;
}

function notesOf({ reason, skipDryRun, reused, replace }: PlannedTask): string[] {
  return [
    ...(reason === undefined ? [] : [`(${reason.replace(/^ignored \((.*)\)$/, "$1")})`]),
    ...(replace === true ? ["(replaced, not applied)"] : []),
    ...(reused === true
      ? ["(there is one from an earlier run: it is applied over and does not run again unless it changes)"]
      : []),
    ...(skipDryRun === undefined ? [] : [`(not tried: ${skipDryRun})`]),
  ];
}

/** `spec.replicas: 2 → 3`. */
function changeText({ path, live, target }: PlannedChange): string {
  const change = `${valueText(live)} → ${valueText(target)}`;
  return path === "" ? change : `${path}: ${change}`;
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return "(none)";
  const text = canonicalJson(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
