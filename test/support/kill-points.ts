import type { AuditLog } from "./audit-log.js";
import { until } from "./until.js";
import type { TestStack } from "./stack.js";
import { finished, type Finished } from "./stack.js";
import type { RunningProcess } from "./processes.js";

/** How many processes of a run were killed, and how it ended. */
export interface KilledRun {
  readonly killed: number;
  readonly run: Finished;
}

/**
 * Starts an operation, waits until the API server has recorded so many writes of ours, and kills what `victims` names with
 * SIGKILL. When the run ends before that many writes, nothing is killed and the run's own result is the answer.
 */
export async function killAfterWrites(
  stack: TestStack,
  audit: AuditLog,
  writes: number,
  victims: (folder: string) => RunningProcess[],
  operation: "up" | "destroy" = "up",
): Promise<KilledRun> {
  const mark = audit.mark();
  const child = stack.startMake(operation);
  const result = finished(child);
  const progress = { ended: false };
  void result.then(() => {
    progress.ended = true;
  });
  await until(`${writes} writes of ours`, () =>
    progress.ended || audit.ourWritesSince(mark).length >= writes ? true : undefined,
  );
  const targets = progress.ended ? [] : victims(stack.folder);
  for (const target of targets) {
    try {
      process.kill(target.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
  return { killed: targets.length, run: await result };
}
