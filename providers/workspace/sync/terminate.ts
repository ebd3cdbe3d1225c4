import { refOf } from "../../../clients/kubernetes/objects.js";
import { requestTermination } from "../../../model/workspace/sync/machine.js";
import type { MachineState } from "../../../model/workspace/sync/state.js";
import { execute } from "./execute.js";
import type { LiveView } from "./live-view.js";
import type { World } from "./world.js";

/** Ends an operation that was left unfinished and is not to be continued: hooks that still run are removed. */
export async function terminate(world: World, left: MachineState, view: LiveView): Promise<void> {
  const { workspace, record, inventory } = world;
  workspace.context.info(`ending the sync to ${left.revision} that was begun at ${left.startedAt}`);
  await execute({
    workspace,
    view,
    start: requestTermination(left),
    record: { digest: record?.digest ?? "", inventory },
    synced: () => record?.synced ?? "",
    stage: {
      force: false,
      yields: () => undefined,
      manifest: () => undefined,
      ref: (key) => {
        const live = view.objects.get(key);
        return live === undefined ? undefined : refOf(live);
      },
    },
    reached: () => undefined,
  });
}
