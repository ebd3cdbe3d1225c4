import { isObject, type JsonObject } from "../../../model/shared/json.js";
import {
  type HistoryEntry,
  type OperationState,
  operationState,
  withDeployment,
} from "../../../model/workspace/operation-state.js";
import { type MachineState, startOperation } from "../../../model/workspace/sync/state.js";
import type { SyncInputs } from "../sync.js";
import type { Condition } from "./condition.js";
import { type Counted, workspaceHealth } from "./resource-status.js";
import { externalUrlsOf, imagesOf } from "./summary.js";

/** What a status is made from. */
export interface StatusFacts {
  readonly inputs: SyncInputs;
  readonly objects: readonly Counted[];
  readonly warnings: readonly Condition[];
  /** The operation that ran now; undefined when there was nothing to do. */
  readonly state: MachineState | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The status before. */
  readonly before: Readonly<Record<string, unknown>> | undefined;
}

/** The status of a workspace, but for the list of its objects. */
export function statusOf(facts: StatusFacts): Record<string, unknown> {
  const { inputs, objects, warnings, state, before = {} } = facts;
  const now = new Date(facts.now).toISOString();
  const source = sourceOf(inputs);
  const history = withHistory(facts, source);
  const operation =
    state === undefined
      ? before["operationState"]
      : withoutResources(
          operationState(state, { prune: inputs.prune, syncOptions: inputs.syncOptions, source }),
        );
  return {
    sync: {
      status: objects.every(({ inSync, target }) => inSync && target !== undefined) ? "Synced" : "OutOfSync",
      revision: inputs.revision,
      comparedTo: { source, destination: { name: inputs.cluster, namespace: inputs.namespace } },
    },
    health: healthOf(objects, before, now),
    history,
    ...(operation === undefined ? {} : { operationState: operation }),
    summary: {
      images: imagesOf(objects.flatMap(({ live }) => live ?? [])),
      externalURLs: externalUrlsOf(objects.flatMap(({ live }) => live ?? [])),
    },
    conditions: conditionsOf(warnings, before, now),
    sourceType: inputs.sourceType,
    reconciledAt: now,
  };
}

/** The status after a look at the cluster alone; the same as before when nothing but the time differs. */
export function refreshedStatus(
  before: Readonly<Record<string, unknown>>,
  objects: readonly Counted[],
  now: number,
): Record<string, unknown> {
  const time = new Date(now).toISOString();
  const sync = isObject(before["sync"]) ? before["sync"] : {};
  const status = objects.every(({ inSync, target }) => inSync && target !== undefined)
    ? "Synced"
    : "OutOfSync";
  const after = { ...before, sync: { ...sync, status }, health: healthOf(objects, before, time) };
  return JSON.stringify(after) === JSON.stringify(before) ? { ...before } : { ...after, reconciledAt: time };
}

/** The time of the last transition changes with the status only. */
function healthOf(
  objects: readonly Counted[],
  before: Readonly<Record<string, unknown>>,
  now: string,
): Record<string, unknown> {
  const { status, message } = workspaceHealth(objects);
  const earlier = isObject(before["health"]) ? before["health"] : {};
  const since = earlier["status"] === status ? earlier["lastTransitionTime"] : now;
  return { status, message, lastTransitionTime: since ?? now };
}

/** A sync that changed nothing but the revision is a deployment as well, or a rollback could not find it. */
function withHistory({ inputs, state, now, before = {} }: StatusFacts, source: JsonObject): HistoryEntry[] {
  const history = historyOf(before["history"]);
  const deployed = state ?? unchangedDeployment(inputs.revision, now);
  if (state === undefined && history.at(-1)?.revision === inputs.revision) {
    return history.slice(Math.max(0, history.length - inputs.revisionHistoryLimit));
  }
  return withDeployment(history, deployed, source, inputs.revisionHistoryLimit);
}

function unchangedDeployment(revision: string, now: number): MachineState {
  const time = new Date(now).toISOString();
  const state = startOperation({ id: time, revision, startedAt: time, tasks: [] });
  return { ...state, phase: "Succeeded", finishedAt: time };
}

function historyOf(value: unknown): HistoryEntry[] {
  // What the state holds is what this module wrote.
  return Array.isArray(value) ? (value as HistoryEntry[]) : [];
}

function sourceOf({ source }: SyncInputs): JsonObject {
  const value: unknown = JSON.parse(source);
  return isObject(value) ? (value as JsonObject) : {};
}

/** The results of single objects would make the state many times as large; those that failed are in the message. */
function withoutResources(operation: OperationState): Record<string, unknown> {
  const { revision, source } = operation.syncResult;
  return { ...operation, syncResult: { revision, source } };
}

function conditionsOf(
  warnings: readonly Condition[],
  before: Readonly<Record<string, unknown>>,
  now: string,
): Record<string, unknown>[] {
  const earlier = Array.isArray(before["conditions"]) ? before["conditions"].filter(isObject) : [];
  return warnings.map(({ type, message }) => {
    const known = earlier.find((condition) => condition["message"] === message);
    return { type, message, lastTransitionTime: known?.["lastTransitionTime"] ?? now };
  });
}
