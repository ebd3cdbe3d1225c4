import { authorizedLine } from "../../../model/gateway/tunnel/authorized-line.js";
import {
  knownHostsLine,
  tunnelCommand,
  tunnelUnit,
  type TunnelWay,
} from "../../../model/gateway/tunnel/client.js";
import type { FoundState, LastState } from "../../node/definition.js";
import type {
  GatewayReverseProxyInputs,
  GatewayReverseProxyOutputs,
  TunnelClient,
} from "../reverse-proxy.js";
import { fileDrift, liveDrift, type Places } from "../routes/found.js";
import { derivedPrivateKey } from "./derived-keys.js";
import type { ReverseProxyFound } from "./found.js";

const LOOPBACK = "127.0.0.1";

/** The ports are outputs, the rest is told in lines. */
export function reverseProxyAsFound(
  there: ReverseProxyFound,
  last: LastState<GatewayReverseProxyInputs, GatewayReverseProxyOutputs>,
): FoundState<GatewayReverseProxyInputs, GatewayReverseProxyOutputs> {
  const { inputs, outputs } = last;
  const ports = rightPorts(there);
  const publicKey = keyIn(there.line);
  // A text of the same key is another one each time; the one that clients have stays.
  const known = outputs.publicKey === publicKey ? outputs.tunnel?.privateKey : undefined;
  const privateKey = known ?? derivedPrivateKey(publicKey);
  return {
    inputs,
    outputs: {
      httpPort: Number(ports.http),
      tlsPort: Number(ports.tls),
      ...(privateKey === undefined
        ? keysOf(outputs)
        : { ...keysOf(outputs), publicKey, ...tunnelOf(there, ports, inputs, privateKey) }),
    },
    drift: [
      ...(privateKey === undefined ? ["key of the tunnel: not that of the secret"] : []),
      ...tunnelDrift(there, ports, publicKey),
      ...routeDrift(there, ports, inputs.domain),
    ],
  };
}

/** What was last known of the key. */
function keysOf({
  publicKey,
  tunnel,
}: Partial<GatewayReverseProxyOutputs>): Pick<GatewayReverseProxyOutputs, "publicKey" | "tunnel"> {
  return {
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(tunnel === undefined ? {} : { tunnel }),
  };
}

interface Ports {
  readonly http: string;
  readonly tls: string;
}

/** What two places agree on is right; else what the workload remembers. */
function rightPorts({ ports, authorized, ...route }: ReverseProxyFound): Ports {
  const inLine = [...(authorized ?? "").matchAll(/permitlisten="127\.0\.0\.1:(\d+)"/g)].map(([, one]) => one);
  const inRoute = [route.http, route.tls].map((target) => target.replace(`${LOOPBACK} `, ""));
  const agreed = inLine.length === 2 && inLine.join(" ") === inRoute.join(" ");
  const [http = "", tls = ""] = agreed ? inRoute : ports.split(" ");
  return { http, tls };
}

/** The key in a line of `authorized_keys` of ours. */
function keyIn(line: string): string {
  return /ssh-ed25519 \S+/.exec(line)?.[0] ?? "";
}

/** What a client needs; nothing new while the node has no server of tunnels. */
function tunnelOf(
  { workload, host, server }: ReverseProxyFound,
  { http, tls }: Ports,
  { domain, localHttp, localTls }: GatewayReverseProxyInputs,
  privateKey: string,
): { readonly tunnel?: TunnelClient } {
  if (server === null || server.hostKey === "") return {};
  const way: TunnelWay = {
    workloadId: workload,
    domain,
    address: host,
    ...server,
    http: { remote: Number(http), local: localHttp },
    tls: { remote: Number(tls), local: localTls },
  };
  return {
    tunnel: {
      command: tunnelCommand(way),
      privateKey,
      knownHosts: knownHostsLine(way),
      unit: tunnelUnit(way),
    },
  };
}

function tunnelDrift(
  { workload, ports: remembered, line, authorized, server }: ReverseProxyFound,
  { http, tls }: Ports,
  publicKey: string,
): readonly string[] {
  const wanted = authorizedLine({ publicKey, httpPort: http, tlsPort: tls, workloadId: workload });
  return [
    ...(server === null ? ["tunnels of the node: missing"] : []),
    ...(remembered === `${http} ${tls}` ? [] : [`ports: ${remembered || "none"} instead of ${http} ${tls}`]),
    ...(line === wanted ? [] : ["key on the node: changed"]),
    ...(authorized === null ? ["authorized key: missing"] : []),
    ...(authorized === null || authorized === wanted ? [] : ["authorized key: changed"]),
  ];
}

function routeDrift(there: ReverseProxyFound, { http, tls }: Ports, domain: string): readonly string[] {
  const wanted: Places = { http: `${LOOPBACK} ${http}`, tls: `${LOOPBACK} ${tls}` };
  const file = fileDrift(there, domain);
  const places =
    file.length > 0
      ? []
      : [placeDrift("HTTP", there.http, wanted.http), placeDrift("TLS", there.tls, wanted.tls)];
  return [...file, ...places.flat(), ...liveDrift(there, wanted)];
}

function placeDrift(what: string, found: string, wanted: string): readonly string[] {
  return found === wanted
    ? []
    : [`route: leads ${what} to ${found === "" ? "nowhere" : found.replace(" ", " port ")}`];
}
