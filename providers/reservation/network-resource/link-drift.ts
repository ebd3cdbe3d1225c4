import type { NodeNetwork } from "../network/names.js";
import type { NetworkAddresses } from "./addresses.js";
import type { FoundLink, FoundRoute } from "./found.js";

/** The node's end of every way out. */
const WAY_OUT = "100.127.0.1";

/** What differs on the links of a network and in its routes. Of a tunnel that is not there nothing more is told. */
export function linkDrift(
  links: readonly FoundLink[],
  routes: readonly FoundRoute[],
  wanted: NetworkAddresses,
  names: NodeNetwork,
): readonly string[] {
  const [bridge, tunnel] = [names.bridge, names.tunnel].map((name) =>
    links.find(({ ifname }) => ifname === name),
  );
  const tunnelUp = tunnel?.flags.includes("UP") === true;
  return [
    ...(bridge === undefined
      ? [`bridge ${names.bridge}: missing`]
      : oneLink("bridge", bridge, wanted.bridge, 1500)),
    ...(tunnel === undefined ? [] : oneLink("tunnel", tunnel, wanted.tunnel, 1420)),
    ...(tunnelUp ? tunnelRoutes(routes, wanted, names) : []),
    ...fixedRoutes(routes, wanted),
  ];
}

function oneLink(what: string, { flags, mtu, addr_info }: FoundLink, wanted: string, size: number): string[] {
  const addresses = addr_info
    .filter(({ family }) => family === "inet")
    .map(({ local = "", prefixlen = 32 }) => `${local}/${prefixlen}`);
  return [
    ...(flags.includes("UP") ? [] : [`${what}: down`]),
    ...(mtu === size ? [] : [`${what} mtu: ${mtu} instead of ${size}`]),
    ...(addresses.includes(wanted) ? [] : [`${what} address ${wanted}: missing`]),
    ...addresses.filter((one) => one !== wanted).map((one) => `${what} address ${one}: not ours`),
  ];
}

function tunnelRoutes(
  routes: readonly FoundRoute[],
  wanted: NetworkAddresses,
  { tunnel }: NodeNetwork,
): readonly string[] {
  const own = routes
    .filter(({ dev, protocol }) => dev === tunnel && protocol !== "kernel")
    .map(({ dst }) => dst);
  return [
    ...wanted.routes.filter((range) => !own.includes(range)).map((range) => `route ${range}: missing`),
    ...own.filter((range) => !wanted.routes.includes(range)).map((range) => `route ${range}: not ours`),
  ];
}

function fixedRoutes(routes: readonly FoundRoute[], { network }: NetworkAddresses): readonly string[] {
  const leadsOut = routes.some(({ dst, gateway }) => dst === "default" && gateway === WAY_OUT);
  const ends = routes.some(({ type, dst }) => type === "unreachable" && dst === network);
  return [
    ...(leadsOut ? [] : ["default route: missing"]),
    ...(ends ? [] : [`unreachable route ${network}: missing`]),
  ];
}
