import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import type { Wait } from "../../../../model/workspace/sync/actions.js";
import { buildDeletion } from "../../../../model/workspace/sync/deletion.js";
import { nextStep } from "../../../../model/workspace/sync/machine.js";
import { parseSyncOptions } from "../../../../model/workspace/sync/options.js";
import { reportOutcomes } from "../../../../model/workspace/sync/outcomes.js";
import {
  isFinished,
  type MachineState,
  type OperationSettings,
  parseMachineState,
  startOperation,
} from "../../../../model/workspace/sync/state.js";
import { type PlannedTask, type TaskId, taskId } from "../../../../model/workspace/sync/task.js";
import { type BuiltTasks, buildTasks, type TaskInput } from "../../../../model/workspace/sync/tasks.js";
import type { MemoryCluster } from "./memory-cluster.js";

export const OPERATION = { id: "op1", revision: "0123456789abcdef", startedAt: "2026-01-01T00:00:00Z" };

/** What a test says about a sync; the rest is as usual. */
export interface Sync extends Partial<Omit<TaskInput, "options">> {
  readonly syncOptions?: readonly string[];
  readonly settings?: Partial<OperationSettings>;
}

/** The tasks of a sync of a cluster; every object differs unless said otherwise, and every kind is served. */
export function tasksOf(cluster: MemoryCluster, targets: readonly KubeObject[], sync: Sync = {}): BuiltTasks {
  const { syncOptions = [], ...input } = sync;
  return buildTasks({
    targets,
    owned: [],
    live: (key) => cluster.objects.get(key),
    differs: () => true,
    options: parseSyncOptions(syncOptions).options,
    prune: true,
    approvePrune: [],
    runHooks: true,
    operation: OPERATION,
    cluster: { serves: () => true, hasNamespace: () => true },
    ...input,
  });
}

/** A sync that is going on, driven step by step as the protocol of the machine says. */
export class Operation {
  state: MachineState;
  /** Every state that was recorded, as JSON text. */
  readonly recorded: string[] = [];

  private constructor(
    readonly cluster: MemoryCluster,
    state: MachineState,
    private readonly manifests: ReadonlyMap<TaskId, KubeObject | undefined>,
  ) {
    this.state = state;
  }

  private static begin(
    cluster: MemoryCluster,
    tasks: readonly PlannedTask[],
    settings: Partial<OperationSettings>,
  ): Operation {
    const manifests = new Map(tasks.map((task) => [taskId(task), task.target]));
    return new Operation(cluster, startOperation({ ...OPERATION, tasks, settings }), manifests);
  }

  static sync(cluster: MemoryCluster, targets: readonly KubeObject[], sync: Sync = {}): Operation {
    const { tasks } = tasksOf(cluster, targets, sync);
    return Operation.begin(cluster, tasks, { degradedGraceMs: 0, ...sync.settings });
  }

  static deletion(
    cluster: MemoryCluster,
    targets: readonly KubeObject[],
    syncOptions: string[] = [],
  ): Operation {
    const { tasks } = buildDeletion({
      owned: [...cluster.objects.values()],
      targets,
      live: (key) => cluster.objects.get(key),
      options: parseSyncOptions(syncOptions).options,
      approvePrune: [],
      operation: OPERATION,
    });
    return Operation.begin(cluster, tasks, { verb: "delete" });
  }

  /** The same operation, as another process finds it recorded. */
  resumed(text = this.recorded.at(-1)): Operation {
    const state = text === undefined ? undefined : parseMachineState(JSON.parse(text));
    if (state === undefined) throw new Error(`not a state: ${text ?? "nothing was recorded"}`);
    return new Operation(this.cluster, state, this.manifests);
  }

  /** Goes on until the operation has ended (undefined) or has to wait. `aroundWrite` is called before and after each write. */
  step(aroundWrite: () => void = () => undefined): Wait | undefined {
    for (let steps = 0; steps < 1000; steps += 1) {
      const step = nextStep(this.state, this.cluster.observed());
      this.state = step.state;
      if (step.record) this.recorded.push(JSON.stringify(step.state));
      if (isFinished(this.state)) return undefined;
      if (step.wait !== undefined) return step.wait;
      const inOrder = [...step.actions].sort((left, right) => left.group - right.group);
      const outcomes = inOrder.map((action) => {
        aroundWrite();
        const outcome = this.cluster.run(action, this.manifests.get(action.task));
        aroundWrite();
        return outcome;
      });
      this.state = reportOutcomes(this.state, outcomes);
    }
    throw new Error(`does not end: ${JSON.stringify(this.state)}`);
  }

  /** Lets time pass to the end of the wait. */
  passTime(wait: Wait | undefined): void {
    if (wait?.until === undefined) throw new Error(`nothing ends this wait: ${JSON.stringify(wait)}`);
    this.cluster.now = Date.parse(wait.until);
  }

  /** Goes on to the end; whatever is waited for becomes healthy. */
  finish(): MachineState {
    for (let waits = 0; waits < 1000; waits += 1) {
      const wait = this.step();
      if (wait === undefined) return this.state;
      if (wait.watch.length === 0) this.passTime(wait);
      for (const key of wait.watch) this.cluster.setHealth(key, "Healthy");
    }
    throw new Error(`does not end: ${JSON.stringify(this.state)}`);
  }

  /** `Synced Succeeded created` by `<Kind>/<name>`, one for each phase. */
  results(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.state.results).map(([id, { status, phase, message }]) => {
        const [syncPhase = "", key = ""] = id.split(":");
        const [, kind = "", , name = ""] = key.split("/");
        return [`${syncPhase} ${kind}/${name}`, [status, phase, message].join(" ").trim()];
      }),
    );
  }
}
