import { overlayAddress } from "../../../model/reservation/network/derived-addresses.js";
import { formatIp } from "../../../model/reservation/scalars/ip-address.js";
import {
  addressIn,
  formatRange,
  networkRange,
  parseRange,
  rangesOverlap,
} from "../../../model/reservation/scalars/ip-range.js";
import type { NetworkResourceInputs } from "../network-resource.js";

/** All tunnels' ends are in this range, which every tunnel reaches by its own address. */
const OVERLAY = parseRange("100.64.0.0/16");

/** What a part of a network has on its links, by its declaration. */
export interface NetworkAddresses {
  /** Of the bridge, without its prefix. */
  readonly gateway: string;
  /** The same with the prefix. */
  readonly bridge: string;
  /** Of the tunnel, with its prefix. */
  readonly tunnel: string;
  /** The whole network without host bits: what no other route takes of it is unreachable. */
  readonly network: string;
  /** Ranges that go through the tunnel, in the form of `ip route`. */
  readonly routes: readonly string[];
}

/** @param inputs Valid ones. */
export function networkAddresses({
  networkRange: whole,
  range,
  peers,
}: Pick<NetworkResourceInputs, "networkRange" | "range" | "peers">): NetworkAddresses {
  const [network, subnet] = [parseRange(whole), parseRange(range)];
  const gateway = subnet === undefined ? "" : formatIp(addressIn(subnet, 1));
  return {
    gateway,
    bridge: `${gateway}/${subnet === undefined ? "" : subnet.prefix - 96}`,
    tunnel: overlayAddress(range) ?? "",
    network: network === undefined ? "" : formatRange(networkRange(network)),
    routes: peers.flatMap(({ allowedRanges }) => allowedRanges.filter((one) => !isOverlay(one)).map(asRoute)),
  };
}

/** `ip route` names one address without a prefix. */
function asRoute(range: string): string {
  return range.replace(/\/32$/, "");
}

function isOverlay(text: string): boolean {
  const range = parseRange(text);
  return OVERLAY !== undefined && range !== undefined && rangesOverlap(OVERLAY, range);
}
