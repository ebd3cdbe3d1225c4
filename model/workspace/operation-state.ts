import type { JsonObject } from "../shared/json.js";
import { idOfKey } from "../shared/kubernetes-object.js";
import type { OperationPhase, ResultCode, SyncPhase } from "./codes.js";
import type { MachineState } from "./sync/state.js";
import { taskId } from "./sync/task.js";

/** What became of one object, as the document's v1alphaResourceResult. */
export interface ResourceResult {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: ResultCode;
  readonly message: string;
  /** Empty for what is no hook. */
  readonly hookType: string;
  /** Where the hook stands; also told of objects that are no hooks. */
  readonly hookPhase: OperationPhase;
  readonly syncPhase: SyncPhase;
}

/** What was asked for, as far as a state machine does not know it itself. */
export interface OperationRequest {
  readonly prune: boolean;
  readonly syncOptions: readonly string[];
  readonly source: JsonObject;
}

/** An operation, as the document's v1alphaOperationState. */
export interface OperationState {
  readonly operation: {
    readonly sync: {
      readonly revision: string;
      readonly prune: boolean;
      readonly syncOptions: readonly string[];
    };
  };
  readonly phase: OperationPhase;
  readonly message: string;
  readonly syncResult: {
    readonly resources: readonly ResourceResult[];
    readonly revision: string;
    readonly source: JsonObject;
  };
  /** RFC 3339. */
  readonly startedAt: string;
  readonly finishedAt?: string;
}

/** The operation of a state machine; results are in the order in which they were begun. */
export function operationState(
  state: MachineState,
  { prune, syncOptions, source }: OperationRequest,
): OperationState {
  const { revision, phase, message, startedAt, finishedAt } = state;
  return {
    operation: { sync: { revision, prune, syncOptions } },
    phase,
    message,
    syncResult: { resources: resourceResults(state), revision, source },
    startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

/** The results of the tasks that were begun, in that order. */
export function resourceResults(state: MachineState): ResourceResult[] {
  return state.tasks
    .flatMap((task) => {
      const result = state.results[taskId(task)];
      return result === undefined ? [] : [{ task, result }];
    })
    .sort((left, right) => left.result.order - right.result.order)
    .map(({ task, result }) => {
      const { group, kind, namespace, name } = idOfKey(task.key);
      return {
        group,
        version: task.apiVersion.slice(task.apiVersion.indexOf("/") + 1),
        kind,
        namespace,
        name,
        status: result.status,
        message: result.message,
        hookType: task.hookType ?? "",
        hookPhase: result.phase,
        syncPhase: task.phase,
      };
    });
}

/** A sync that succeeded, as the document's v1alphaRevisionHistory. */
export interface HistoryEntry {
  /** Counts up from 0 and is never used again. */
  readonly id: number;
  readonly revision: string;
  readonly source: JsonObject;
  /** RFC 3339. */
  readonly deployStartedAt: string;
  readonly deployedAt: string;
}

/**
 * The history with a sync that has succeeded, cut from its oldest end to at most `limit` entries; unchanged but for
 * the cut by one that has not ended or has failed. An id is one more than that of the last entry.
 */
export function withDeployment(
  history: readonly HistoryEntry[],
  { phase, revision, startedAt, finishedAt }: MachineState,
  source: JsonObject,
  limit: number,
): HistoryEntry[] {
  const id = (history.at(-1)?.id ?? -1) + 1;
  const all =
    phase === "Succeeded" && finishedAt !== undefined
      ? [...history, { id, revision, source, deployStartedAt: startedAt, deployedAt: finishedAt }]
      : history;
  return all.slice(Math.max(0, all.length - limit));
}
