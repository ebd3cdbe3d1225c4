import { formatIp } from "../scalars/ip-address.js";
import {
  addressIn,
  formatRange,
  parseRange,
  rangeHoldsRange,
  rangesOverlap,
  type IpRange,
} from "../scalars/ip-range.js";

/** Bits of the network part of a node's subnet. */
const SUBNET_BITS = 24;

/** Somebody who needs a subnet. */
export interface SubnetMember {
  readonly name: string;
  /** What it must have. */
  readonly declared?: string | undefined;
  /** What it had before; it keeps it unless another declares it. */
  readonly kept?: string | undefined;
}

/** Gives each member a subnet of a network: the declared one, else the one it had, else the next that is free. */
export function giveSubnets(range: IpRange, members: readonly SubnetMember[]) {
  const faults: string[] = [];
  const given = new Map<string, IpRange>();
  const isFree = (subnet: IpRange): boolean => ![...given.values()].some((one) => rangesOverlap(one, subnet));
  for (const { name, declared } of members) {
    if (members.filter((other) => other.name === name).length > 1)
      faults.push(`"${name}" is in the network twice`);
    if (declared === undefined) continue;
    const subnet = parseRange(declared);
    if (subnet === undefined || !rangeHoldsRange(range, subnet)) {
      faults.push(`subnet "${declared}" of "${name}" is no part of ${formatRange(range)}`);
    } else if (!isFree(subnet)) faults.push(`subnet ${declared} of "${name}" is taken by another member`);
    else given.set(name, subnet);
  }
  for (const { name, kept } of members) {
    const subnet = kept === undefined || given.has(name) ? undefined : parseRange(kept);
    if (subnet !== undefined && rangeHoldsRange(range, subnet) && isFree(subnet)) given.set(name, subnet);
  }
  const free = subnetsOf(range);
  for (const { name, declared } of members) {
    if (given.has(name) || declared !== undefined) continue;
    const subnet = nextFree(free, isFree);
    if (subnet === undefined) faults.push(`range ${formatRange(range)} has no subnet left for "${name}"`);
    else given.set(name, subnet);
  }
  const subnets = new Map([...given].map(([name, subnet]) => [name, formatRange(subnet)]));
  return { subnets, faults: [...new Set(faults)] };
}

function nextFree(subnets: Iterator<IpRange>, isFree: (subnet: IpRange) => boolean): IpRange | undefined {
  for (let next = subnets.next(); next.done !== true; next = subnets.next()) {
    if (isFree(next.value)) return next.value;
  }
  return undefined;
}

/** The subnets of a network, the first left out: it is easily taken for the whole. */
function* subnetsOf(range: IpRange): Generator<IpRange, undefined> {
  const count = 2 ** (SUBNET_BITS + 96 - range.prefix);
  for (let index = 1; index < count; index += 1) {
    const first = addressIn(range, index * 2 ** (32 - SUBNET_BITS));
    const subnet = parseRange(`${formatIp(first)}/${String(SUBNET_BITS)}`);
    if (subnet !== undefined) yield subnet;
  }
  return undefined;
}
