import { readIfThere, writeIfChanged } from "../state/files.js";
import { run } from "./command.js";
import { chooseSubnet, isFreeSubnet } from "./subnets.js";

/** Which /16 is wanted. */
export interface SubnetWish {
  /** File that remembers the choice. */
  readonly memory: string;
  /** Eight hex digits by which the search begins at a place of its own. */
  readonly seed: string;
  /** The lab's own interface, whose routes do not count. */
  readonly link: string;
  /** The network runs: the choice stays. */
  readonly inUse: boolean;
}

/** First two numbers of a /16: those of last time unless the host has got routes there since. */
export async function rememberedSubnet({ memory, seed, link, inUse }: SubnetWish): Promise<string> {
  const known = readIfThere(memory)?.trim();
  if (known !== undefined && inUse) return known;
  const routes = await hostRoutes(link);
  const prefix = known !== undefined && isFreeSubnet(known, routes) ? known : chooseSubnet(seed, routes);
  writeIfChanged(memory, `${prefix}\n`);
  return prefix;
}

/** Destinations of the host's IPv4 routes, local ones included, without those through the lab's own interface. */
async function hostRoutes(ownLink: string): Promise<readonly string[]> {
  const table = await run(["ip", "-4", "-oneline", "route", "show", "table", "all"]);
  return table
    .split("\n")
    .filter((line) => !line.includes(` dev ${ownLink} `))
    .flatMap((line) => line.split(" ").find((word) => /^\d+\.\d+\.\d+\.\d+/.test(word)) ?? []);
}
