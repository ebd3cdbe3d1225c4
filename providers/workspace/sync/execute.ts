import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { type KubeObject, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import type { JsonValue } from "../../../model/shared/json.js";
import { annotationOf } from "../../../model/workspace/annotations.js";
import type { Health } from "../../../model/workspace/codes.js";
import { healthOf } from "../../../model/workspace/health/health-of.js";
import type { Observed, Wait } from "../../../model/workspace/sync/actions.js";
import { nextStep } from "../../../model/workspace/sync/machine.js";
import { progressLine } from "../../../model/workspace/sync/progress.js";
import { reportOutcomes } from "../../../model/workspace/sync/outcomes.js";
import { isFinished, type MachineState } from "../../../model/workspace/sync/state.js";
import { kindsOf, type LiveView } from "./live-view.js";
import { recordRef, type SyncRecord, writeRecord } from "./record.js";
import { runActions, type Stage } from "./run-actions.js";
import type { Workspace } from "./workspace.js";

/** One operation to be run to its end. */
export interface Operation {
  readonly workspace: Workspace;
  readonly view: LiveView;
  /** How it begins, or where it was left. */
  readonly start: MachineState;
  /** What is recorded beside the operation itself. */
  readonly record: Omit<SyncRecord, "operation" | "synced">;
  /** Digest to record as the last one that succeeded, by how the operation stands. */
  synced(state: MachineState): string;
  readonly stage: Omit<Stage, "workspace" | "view" | "beforeGroup">;
  /** Called with each state, so that a failure can tell how far it got. */
  reached(state: MachineState): void;
}

/**
 * Runs the state machine: does what it says, records what must outlive this process, watches what it waits for.
 *
 * @throws what ended it: the operation's signal, an unreachable server
 */
export async function execute(operation: Operation): Promise<MachineState> {
  const { workspace, view } = operation;
  const keeper = new RecordKeeper(operation);
  let state = operation.start;
  for (;;) {
    workspace.context.signal.throwIfAborted();
    const step = nextStep(state, observe(workspace, view));
    state = step.state;
    operation.reached(state);
    if (step.record) await keeper.record(state);
    if (isFinished(state)) return state;
    if (step.actions.length > 0) {
      workspace.context.status(progressLine(state, observe(workspace, view)));
      const stage: Stage = { ...operation.stage, workspace, view, beforeGroup: () => keeper.retry() };
      state = reportOutcomes(state, await runActions(stage, step.actions));
      operation.reached(state);
    } else if (step.wait !== undefined) {
      await pause(operation, state, step.wait);
    }
  }
}

async function pause({ workspace, view }: Operation, state: MachineState, wait: Wait): Promise<void> {
  workspace.context.status(progressLine(state, observe(workspace, view)));
  const keys = new Set(wait.watch);
  const watched = [...view.objects.values()].filter((object) => keys.has(objectKey(object)));
  const longest = wait.until === undefined ? Infinity : Date.parse(wait.until) - workspace.context.now();
  await view.pause(kindsOf(watched), longest);
}

function observe({ context }: Workspace, view: LiveView): Observed {
  return {
    now: new Date(context.now()).toISOString(),
    live: (key: ObjectKey) => view.objects.get(key),
    health: judged,
  };
}

/** The health of an object that counts; one that asks not to be judged has none. */
export function judged(object: KubeObject): Health | undefined {
  return annotationOf(object, "ignore-healthcheck") === "true" ? undefined : healthOf(object);
}

/**
 * Writes the record, and owes it where its namespace does not exist yet: then it is written as soon as the operation
 * has made the namespace.
 */
class RecordKeeper {
  #owed: MachineState | undefined;

  constructor(private readonly operation: Operation) {}

  async record(state: MachineState): Promise<void> {
    const { workspace, record } = this.operation;
    this.#owed = undefined;
    try {
      // The machine's state is plain JSON by its schema.
      const json = state as unknown as JsonValue;
      await writeRecord(workspace, { ...record, synced: this.operation.synced(state), operation: json });
    } catch (error) {
      if (!isKubeError(error, "NotFound")) throw error;
      this.#owed = state;
      if (isFinished(state)) {
        const { namespace } = recordRef(workspace);
        workspace.context.info(`nothing is recorded in the cluster: there is no namespace ${namespace}`);
      }
    }
  }

  /** Writes what is owed. */
  async retry(): Promise<void> {
    if (this.#owed !== undefined) await this.record(this.#owed);
  }
}
