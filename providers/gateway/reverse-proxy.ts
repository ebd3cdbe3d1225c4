import { z } from "zod";
import { secretProblem } from "../../model/gateway/tunnel/secret.js";
import { domainFault } from "../../model/reservation/gateway/domain.js";
import { parseIp } from "../../model/reservation/scalars/ip-address.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { signedByExplorer } from "../reservation/explorer/replace-when.js";
import { defineKind } from "../runtime/kind.js";

const port = z.int().min(1).max(65535);

const inputs = z.strictObject({
  ...workloadInputs,
  /** Name that is forwarded, in lower case. */
  domain: z.string().min(1),
  /**
   * What the key of the tunnel is derived from: 16 characters or more. With `customer`, `<customer>:` and 16 characters
   * or more.
   */
  secret: z.string(),
  /** Whose tunnel it is: a user's id at the explorer, decimal. Default nobody's. */
  customer: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, "must be a user's id, in decimal digits")
    .optional(),
  /** Port of the client that HTTP is led to. Default 80. */
  localHttp: port.default(80),
  /** Port of the client that TLS is led to. Default 443. */
  localTls: port.default(443),
  /** Address or host name that the client dials. Default the node's `publicAddress`, else its address. */
  tunnelAddress: z.string().min(1).optional(),
});

/** Inputs of {@link gatewayReverseProxy}. */
export type GatewayReverseProxyInputs = z.output<typeof inputs>;

/** Everything that a client needs to dial in. Its files belong into the folder that `command` names. */
export type TunnelClient = {
  /** The command that keeps the tunnel open until it breaks. */
  command: string;
  /** Text of the file `key`, in OpenSSH's format. */
  privateKey: string;
  /** Text of the file `known_hosts`. */
  knownHosts: string;
  /** Text of a systemd unit that runs the command, and runs it again whenever it ends. */
  unit: string;
};

/** Outputs of {@link gatewayReverseProxy}. Gateways of explorers tell none but those of every workload. */
export type GatewayReverseProxyOutputs = WorkloadOutputs & {
  /** Ports of the gateway's loopback address that the tunnel ends at. */
  httpPort?: number;
  tlsPort?: number;
  /** Of the tunnel: `ssh-ed25519 AAAA…`. */
  publicKey?: string;
  /** Secret. */
  tunnel?: TunnelClient;
};

/**
 * Forwards a domain's HTTP by host name and its TLS by server name to a client that dials in by SSH, which may be behind
 * any firewall. The client's key follows from the secret; at the gateway it is good for the tunnel and nothing else.
 */
export const gatewayReverseProxy = defineKind<GatewayReverseProxyInputs, GatewayReverseProxyOutputs>({
  name: "gateway.GatewayReverseProxy",
  module: "gateway",
  type: "GatewayReverseProxy",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "httpPort", "tlsPort", "publicKey", "tunnel"],
  secretInputs: ["secret"],
  secretOutputs: ["tunnel"],
  replaceOn: ["node", "explorer", "domain"],
  replaceWhen: signedByExplorer("localHttp", "localTls"),
  plansInOperations: true,
  naturalKey: ({ node, explorer, domain }) => `${explorer ?? ""}/${node}/reverseproxy/${domain}`,
  normalise: (given) => ({ ...given, domain: given.domain.toLowerCase() }),
  problems: ({ domain, secret, customer, tunnelAddress }) => [
    ...faultAt("domain", domainFault(domain)),
    ...faultAt("secret", secretProblem(secret, customer)),
    ...faultAt("tunnelAddress", tunnelAddress === undefined ? undefined : addressFault(tunnelAddress)),
  ],
  handlers: async () => (await import("./reverse-proxy.handlers.js")).gatewayReverseProxyHandlers,
});

function addressFault(address: string): string | undefined {
  const isName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(address);
  return isName || parseIp(address) !== undefined
    ? undefined
    : "must be an IP address or a host name, without a port";
}

function faultAt(path: string, reason: string | undefined): readonly Problem[] {
  return reason === undefined ? [] : [{ path, reason }];
}
