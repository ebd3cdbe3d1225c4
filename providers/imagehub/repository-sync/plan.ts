import { canonicalJson } from "../../../model/shared/json.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { RepositorySyncInputs, RepositorySyncOutputs, SyncedImage } from "../repository-sync.js";

/**
 * Which images are aggregated anew. It compares declarations only: what others did to the cluster is found by a
 * refresh, and a preview stays cheap.
 */
export function planSync({
  old,
  news,
  unknown,
}: PlanRequest<RepositorySyncInputs, RepositorySyncOutputs>): Plan | undefined {
  if (unknown.length > 0 || news.images === undefined) return undefined;
  const before = new Map(old?.inputs.images.map((image) => [image.object, canonicalJson(facts(image))]));
  const after = new Map(news.images.map((image) => [image.object, canonicalJson(facts(image))]));
  const steps = [
    ...[...after.keys()].filter((object) => !before.has(object)).map((object) => `add ${object}`),
    ...[...after].flatMap(([object, text]) =>
      before.has(object) && before.get(object) !== text ? [`update ${object}`] : [],
    ),
    ...[...before.keys()].filter((object) => !after.has(object)).map((object) => `remove ${object}`),
  ];
  return { summary: `aggregate ${news.name ?? ""}`, steps };
}

function facts({
  object,
  size,
  creatTime,
  keywords,
}: SyncedImage): Record<string, string | number | string[] | undefined> {
  return { object, size, creatTime, keywords };
}
