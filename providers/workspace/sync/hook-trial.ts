import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { PlannedTask } from "../../../model/workspace/sync/task.js";
import { describe } from "./assess.js";
import { isFatal } from "./fatal.js";
import { marked } from "./marks.js";
import { inParallel } from "./pool.js";
import type { World } from "./world.js";

/** Creates each hook for trial. One of that name may exist, since a hook is removed before it runs again. */
export async function hookFaults({ workspace }: World, tasks: readonly PlannedTask[]): Promise<string[]> {
  const hooks = tasks.filter(({ action, skipDryRun }) => action === "hook" && skipDryRun === undefined);
  const faults = await inParallel(hooks, async ({ key, target, lenient }) => {
    if (target === undefined) return [];
    try {
      await workspace.client.create(marked(target, key, workspace.marks), {
        fieldManager: workspace.fieldManager,
        dryRun: true,
        ...(lenient === true ? { fieldValidation: "Ignore" as const } : {}),
      });
    } catch (error) {
      if (!isKubeError(error) || isFatal(error)) throw error;
      if (error.reason !== "AlreadyExists") return [`hook ${describe(target)}: ${error.what}`];
    }
    return [];
  });
  return faults.flat();
}
