import { z } from "zod";
import { canonicalIp } from "../../../model/reservation/scalars/ip-address.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import { domainClaim } from "../routes/domain-claim.js";
import { fileDrift, liveDrift, placeOf, routeFound } from "../routes/found.js";
import { ROUTES_TOGETHER } from "../routes/together.sh.js";
import type { GatewayProxyInputs, GatewayProxyOutputs } from "../proxy.js";
import { PROXY_ENSURE, PROXY_INSPECT, PROXY_REMOVE } from "./scripts.sh.js";

const found = z.object({
  ...routeFound,
  /** Addresses that the node finds for a host name now. */
  addresses: z.array(z.string()),
});
type Found = z.output<typeof found>;

/** Forwarded domains on gateway nodes. */
export const proxyOnNode: NodeWorkload<GatewayProxyInputs, Found, GatewayProxyOutputs> = {
  sort: "proxy",
  order: 50,
  ensure: PROXY_ENSURE,
  inspect: PROXY_INSPECT,
  remove: PROXY_REMOVE,
  together: ROUTES_TOGETHER,
  claims: domainClaim,
  parameters: ({ domain, addr, port, portTls }) => ({ domain, addr, http_port: port, tls_port: portTls }),
  found,
  asFound,
  steps: (old, { domain = "?", addr = "?", port, portTls }) => {
    const same = old?.addr === addr && old.port === port && old.portTls === portTls;
    const ports = [portText("HTTP", port), portText("TLS", portTls)].filter((text) => text !== "");
    return same ? [] : [`forward ${domain} to ${addr}: ${ports.join(", ")}`];
  },
};

function portText(what: string, port: number | undefined): string {
  if (port === undefined) return `${what} to a port that is not known yet`;
  return port === 0 ? "" : `${what} to port ${port}`;
}

function asFound(
  there: Found,
  { inputs }: LastState<GatewayProxyInputs, GatewayProxyOutputs>,
): FoundState<GatewayProxyInputs, GatewayProxyOutputs> {
  const drift = fileDrift(there, inputs.domain);
  const [http, tls] = [placeOf(there.http), placeOf(there.tls)];
  const ips = [http, tls].flatMap((place) => (place === undefined ? [] : [place.ip]));
  const isName = canonicalIp(inputs.addr) === undefined;
  const moved = isName ? movedName(inputs.addr, ips, there.addresses) : [];
  const asWritten = {
    ...inputs,
    addr: isName ? inputs.addr : (ips.find((ip) => ip !== inputs.addr) ?? inputs.addr),
    port: http?.port ?? 0,
    portTls: tls?.port ?? 0,
  };
  // A name's address is known from the file alone.
  const ip = isName ? ips[0] : inputs.addr;
  const place = (port: number): string => (port === 0 || ip === undefined ? "" : `${ip} ${port}`);
  const live = liveDrift(there, { http: place(inputs.port), tls: place(inputs.portTls) });
  return {
    inputs: drift.length > 0 ? inputs : asWritten,
    outputs: {},
    drift: [...drift, ...moved, ...live],
  };
}

/** A host name that leads elsewhere by now. One that cannot be looked up just now has not moved. */
function movedName(name: string, ips: readonly string[], addresses: readonly string[]): readonly string[] {
  const [ip] = ips;
  if (ip === undefined || addresses.length === 0 || ips.every((each) => addresses.includes(each))) return [];
  return [`${name}: is ${addresses.join(", ")} and was ${ip}`];
}
