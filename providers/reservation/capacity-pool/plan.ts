import type { ExplorerClient } from "../../../clients/explorer/types.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import type { CapacityPoolInputs, CapacityPoolOutputs } from "../capacity-pool.js";
import { nodeOf, openSite, signingCustomer, type Site } from "../explorer/site.js";
import { missingUnits, unitsText } from "./units.js";

/** What will be ordered. Nodes that do not exist or are of several farms are refused here. */
export async function planPool(
  context: KindContext,
  { old, news, unknown }: PlanRequest<CapacityPoolInputs, CapacityPoolOutputs>,
): Promise<Plan | undefined> {
  const { nodes, explorer, cus = 0, sus = 0, ipv4us = 0, adopt } = news;
  if (unknown.length > 0 || nodes === undefined || explorer === undefined) return undefined;
  const units = missingUnits(old?.inputs ?? { cus: 0, sus: 0, ipv4us: 0 }, { cus, sus, ipv4us });
  const added = nodes.filter((node) => old?.inputs.nodes.includes(node) !== true);
  const text = unitsText(units);
  if (old !== undefined && text === "" && added.length === 0) return undefined;
  const site = await openSite(context, news);
  signingCustomer(site);
  await checkNodes(site, nodes);
  return { summary: "", steps: [stepOf(site.client, old?.id, text, added, adopt)] };
}

function stepOf(
  { where }: ExplorerClient,
  id: string | undefined,
  units: string,
  added: readonly string[],
  adopt: string | undefined,
): string {
  if (id === undefined && adopt !== undefined) return `take over pool ${adopt} on ${where}`;
  if (id === undefined) return `order a pool of ${units} for ${added.length} nodes on ${where}`;
  const more = [units, added.length === 0 ? "" : `nodes ${added.join(", ")}`].filter((part) => part !== "");
  return `add ${more.join(" and ")} to pool ${id} on ${where}`;
}

async function checkNodes(site: Site, nodes: readonly string[]): Promise<void> {
  const found = await Promise.all(nodes.map((node) => nodeOf(site, node)));
  const farms = new Set(found.map(({ farmId }) => farmId).sort());
  if (farms.size < 2) return;
  throw new Failure({
    what: `nodes: are of the farms ${[...farms].join(", ")}; a pool is of one farm`,
    next: "Make a pool for each farm",
  });
}
