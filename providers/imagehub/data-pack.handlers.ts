import { CODES } from "../../model/imagehub/constants.js";
import { PartialFailure } from "../runtime/failure.js";
import type { KindHandlers } from "../runtime/kind.js";
import { messageOf } from "../runtime/presentable-error.js";
import type { DataPackInputs, DataPackOutputs } from "./data-pack.js";
import { type FoundPack, hasContent, isUntouched, readPack } from "./data-pack/found.js";
import { openPack, type Pack } from "./data-pack/pack.js";
import { planPack } from "./data-pack/plan.js";
import { release } from "./data-pack/release.js";
import { settleController } from "./data-pack/settle-controller.js";
import { settleDirect } from "./data-pack/settle-direct.js";
import { outputsOf, type Settled } from "./data-pack/settled.js";
import { sweepExpired } from "./data-pack/sweep.js";
import { keyOfToken, readHolders } from "./holders.js";

/** What a data pack does (imagehub.md 6.6). */
export const dataPackHandlers: KindHandlers<DataPackInputs, DataPackOutputs> = {
  plan: planPack,

  async create(context, inputs) {
    const pack = await openPack(context, nameOf(inputs), inputs);
    const settled = await settle(pack, false);
    return { id: pack.name, outputs: outputsOf(settled) };
  },

  async read(context, id, state) {
    const pack = await openPack(context, id, state.inputs);
    const object = await pack.client.get(pack.ref);
    if (object === undefined || object.metadata.deletionTimestamp !== undefined) return undefined;
    const found = readPack(object);
    return {
      inputs: {
        ...state.inputs,
        ...contentAsFound(found, state.inputs),
        inStep: isInStep(pack, found, state.outputs.held),
      },
      outputs: outputsOf({ found, reused: state.outputs.reused, held: state.outputs.held }),
    };
  },

  async update(context, id, old, inputs) {
    const pack = await openPack(context, id, inputs);
    const settled = await settle(pack, inputs.refreshPolicy === "always" || !old.inputs.inStep);
    return { outputs: { ...outputsOf(settled), reused: settled.reused && old.outputs.reused } };
  },

  async delete(context, id, state) {
    await release(await openPack(context, id, state.inputs));
  },
};

/** The schema's normalisation has filled the name in. */
function nameOf({ name }: DataPackInputs): string {
  return name ?? "";
}

/** @throws PartialFailure when the object is this resource's but not what was asked for */
async function settle(pack: Pack, recollect: boolean): Promise<Settled> {
  let latest: FoundPack | undefined;
  const entered = (found: FoundPack): void => {
    latest = found;
  };
  try {
    const settled =
      pack.inputs.mode === "direct"
        ? await settleDirect(pack, recollect, entered)
        : await settleController(pack, entered);
    if (settled.found.codes === CODES.error) {
      const reason = `no such image: ${settled.found.missing.join(", ")}; declare them, or set onMissing: empty`;
      throw new PartialFailure(pack.name, outputsOf(settled), [reason]);
    }
    if (pack.inputs.mode === "direct") await sweepExpired(pack);
    return settled;
  } catch (error) {
    if (latest === undefined || error instanceof PartialFailure) throw error;
    throw new PartialFailure(pack.name, outputsOf({ found: latest, reused: false, held: true }), [
      messageOf(error, `DataPack ${pack.name}`),
    ]);
  }
}

/** Whether there is nothing that an update would have to repair. */
function isInStep(pack: Pack, found: FoundPack, held: boolean): boolean {
  const complete = pack.inputs.mode === "controller" || (found.codes === CODES.ok && isUntouched(found));
  const claims = readHolders(found.object.metadata.annotations);
  return complete && (!held || keyOfToken(claims, pack.claim.token) !== undefined);
}

/** What differs from the recorded specification in more than its writing. */
function contentAsFound(found: FoundPack, recorded: DataPackInputs): Partial<DataPackInputs> {
  if (found.content === undefined || hasContent(found, recorded)) return {};
  const { type, names, expireTime } = found.content;
  return { type, names, expireTime };
}
