import type { KubeObject } from "../../shared/kubernetes-object.js";
import { entriesOf, fieldsOf, statusOf, succeededCondition, textOf } from "./status-parts.js";

/** Reason of a run that ended well and did not give a result it declares. */
export const MISSING_RESULT = "MissingResult";

/** How a run stands. */
export interface RunOutcome {
  /** `gone`: it does not exist any more, or is being deleted before it ended. */
  readonly state: "running" | "succeeded" | "failed" | "gone";
  /** Results by name; lists and objects as JSON. */
  readonly results: Readonly<Record<string, string>>;
  /** For messages only. */
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly startedAt?: string;
  /** RFC 3339. */
  readonly completedAt?: string;
}

/**
 * How a PipelineRun stands, by its condition's status and its completion time. One that ended well without all results
 * that its pipeline declares has failed.
 *
 * @param run Undefined when it does not exist.
 */
export function runOutcome(run: KubeObject | undefined): RunOutcome {
  if (run === undefined) {
    return { state: "gone", results: {}, reason: "NotFound", message: "the run does not exist any more" };
  }
  const status = statusOf(run);
  const condition = succeededCondition(run);
  const startedAt = textOf(status.startTime);
  const completedAt = textOf(status.completionTime);
  const results = resultsOf(status.results);
  const facts = {
    results,
    reason: condition.reason ?? "Pending",
    message: condition.message ?? "",
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(completedAt === undefined ? {} : { completedAt }),
  };
  if (completedAt === undefined || condition.status === "Unknown") {
    const deleted = run.metadata.deletionTimestamp !== undefined;
    return deleted
      ? { ...facts, state: "gone", reason: "Deleted", message: "the run is deleted before its end" }
      : { ...facts, state: "running" };
  }
  if (condition.status === "False") return { ...facts, state: "failed" };
  const missing = declaredResults(run).filter(({ name }) => !Object.hasOwn(results, name));
  if (missing.length === 0) return { ...facts, state: "succeeded" };
  return { ...facts, state: "failed", reason: MISSING_RESULT, message: missingMessage(missing) };
}

/** A result that the run's pipeline declares. */
export interface DeclaredResult {
  readonly name: string;
  /** Task whose result it carries, when it carries one only. */
  readonly task: string | undefined;
}

/** The results that a run has to give. */
export function declaredResults(run: KubeObject): readonly DeclaredResult[] {
  const spec = fieldsOf(fieldsOf(run.spec).pipelineSpec);
  return entriesOf(spec.results).flatMap(({ name, value }) => {
    const declared = textOf(name);
    if (declared === undefined) return [];
    const task = /\$\((?:tasks|finally)\.([^.)]+)\.results/.exec(typeof value === "string" ? value : "")?.[1];
    return [{ name: declared, task }];
  });
}

function missingMessage(missing: readonly DeclaredResult[]): string {
  const which = missing.map(({ name, task }) =>
    task === undefined ? `"${name}"` : `"${name}" of task "${task}"`,
  );
  return `the run ended well but gave no result ${which.join(", ")}`;
}

function resultsOf(list: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(list).flatMap(({ name, value }) => {
      const key = textOf(name);
      if (key === undefined) return [];
      return [[key, typeof value === "string" ? value : JSON.stringify(value ?? "")]];
    }),
  );
}
