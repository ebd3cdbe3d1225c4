import { isObject } from "../../model/shared/json.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindContext } from "../runtime/context.js";
import type { KindHandlers, KindState } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import type { SyncInputs, SyncOutputs } from "./sync.js";
import { deleteSync } from "./sync/delete-sync.js";
import { outputsOf } from "./sync/outputs.js";
import { planSync } from "./sync/plan.js";
import { readSync } from "./sync/read.js";
import { runSync, type SyncEnd } from "./sync/run-sync.js";
import { idOf, openWorkspace } from "./sync/workspace.js";
import { lookAround } from "./sync/world.js";

/** What a workspace does. */
export const syncHandlers: KindHandlers<SyncInputs, SyncOutputs> = {
  plan: planSync,
  read: (context, _id, state) => readSync(context, state),
  delete: (context, _id, state) => deleteSync(context, state),
  async create(context, inputs) {
    return { id: idOf(inputs), outputs: await bringAbout(context, inputs, undefined) };
  },
  async update(context, _id, old, inputs) {
    return { outputs: await bringAbout(context, inputs, old) };
  },
};

/** @throws PartialFailure when something was done and it did not succeed */
async function bringAbout(
  context: KindContext,
  inputs: SyncInputs,
  old: KindState<SyncInputs, SyncOutputs> | undefined,
): Promise<SyncOutputs> {
  const before = old?.outputs;
  const workspace = await openWorkspace(context, inputs);
  const world = await lookAround(workspace, inputs, before);
  let reached: (() => SyncEnd) | undefined;
  try {
    const end = await runSync(world, {
      revision: old?.inputs.revision,
      synced: before?.synced ?? "",
      unfinished: before !== undefined && !hasSucceeded(before),
      reached: (progress) => {
        reached = progress;
      },
    });
    const outputs = outputsOf(end, before);
    if (end.state === undefined || end.state.phase === "Succeeded") return outputs;
    throw new PartialFailure(idOf(inputs), outputs, [`${workspace.where}: ${end.state.message}`]);
  } catch (error) {
    if (reached === undefined || error instanceof PartialFailure) throw error;
    throw new PartialFailure(idOf(inputs), outputsOf(reached(), before), [messageOf(error, workspace.where)]);
  }
}

function hasSucceeded({ status }: SyncOutputs): boolean {
  const operation = status["operationState"];
  return !isObject(operation) || operation["phase"] === "Succeeded";
}
