import { CODES } from "../../../model/imagehub/constants.js";
import { canonicalJson } from "../../../model/shared/json.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { DataPackInputs, DataPackOutputs } from "../data-pack.js";
import { collect } from "./collect.js";
import { hasContent, isOver, readPack } from "./found.js";
import { openPack, type Pack } from "./pack.js";

/** What a data pack will do: make, reuse, or collect anew because of its age or of changed images. */
export async function planPack(
  context: KindContext,
  { old, news, unknown }: PlanRequest<DataPackInputs, DataPackOutputs>,
): Promise<Plan | undefined> {
  if (unknown.length > 0) return undefined;
  // Nothing is unknown, so every checked input is there.
  const inputs = news as DataPackInputs;
  if (old === undefined) return planNew(await openPack(context, inputs.name ?? "", inputs));
  if (inputs.refreshPolicy === "never") return undefined;
  const over = Date.parse(old.outputs.expiresAt) < context.now();
  if (over) return collectAnew(old.id, [`expired at ${old.outputs.expiresAt}`]);
  if (inputs.refreshPolicy !== "always" || inputs.mode === "controller") return undefined;
  const pack = await openPack(context, old.id, inputs);
  return planChanged(pack, old.outputs.datas);
}

async function planNew(pack: Pack): Promise<Plan> {
  const { type, names, mode } = pack.inputs;
  const object = await pack.client.get(pack.ref);
  const found = object === undefined ? undefined : readPack(object);
  const what = `DataPack ${pack.name} (${type}, ${names.length === 1 ? "1 image" : `${names.length} images`})`;
  if (found !== undefined && hasContent(found, pack.inputs) && found.codes === CODES.ok) {
    if (!isOver(found, pack.context.now()))
      return { summary: "reuse", steps: [`reuse ${what}, collected already`] };
    return collectAnew(pack.name, [`expired at ${found.expiresAt}`]);
  }
  if (mode === "direct") await collect(pack.client, pack.inputs);
  return { summary: "collect", steps: [`create ${what} and collect its data`] };
}

async function planChanged(
  pack: Pack,
  recorded: Readonly<Record<string, string>>,
): Promise<Plan | undefined> {
  const { datas } = await collect(pack.client, pack.inputs);
  const changed = Object.entries(datas).flatMap(([name, data]) =>
    canonicalJson(data) === recorded[name] ? [] : [`${name} changed`],
  );
  return changed.length === 0 ? undefined : collectAnew(pack.name, changed);
}

function collectAnew(name: string, reasons: readonly string[]): Plan {
  return { summary: `collect ${name} anew`, steps: reasons };
}
