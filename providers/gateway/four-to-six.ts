import { z } from "zod";
import { wireguardKeyFault } from "../../model/reservation/rules/value-faults.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { signedByExplorer } from "../reservation/explorer/replace-when.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  ...workloadInputs,
  /** WireGuard key of the client, base64. */
  publicKey: z.string(),
  /**
   * Who the client is: its address follows from that, so each customer has one at a gateway. Default empty: the
   * resource itself is the customer.
   */
  customer: z
    .string()
    .regex(/^[\x20-\x7e]{0,256}$/, "must be at most 256 characters of ASCII")
    .default(""),
});

/** Inputs of {@link gateway4To6}. */
export type Gateway4To6Inputs = z.output<typeof inputs>;

/** What the client's end of the tunnel dials. */
export type Gateway4To6Peer = {
  /** WireGuard key of the gateway, base64. */
  publicKey: string;
  /** `host:port`, with an IPv6 address in brackets. */
  endpoint: string;
  /** Everything of IPv6. */
  allowedIps: readonly string[];
};

/** Outputs of {@link gateway4To6}. */
export type Gateway4To6Outputs = WorkloadOutputs & {
  /** The client's addresses. */
  ips: readonly string[];
  peers: readonly Gateway4To6Peer[];
  /** For `wg-quick`; the client puts its own private key in. */
  config: string;
};

/** Gives a client that has IPv4 only an IPv6 address, through a tunnel of the gateway's network. */
export const gateway4To6 = defineKind<Gateway4To6Inputs, Gateway4To6Outputs>({
  name: "gateway.Gateway4To6",
  module: "gateway",
  type: "Gateway4To6",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "ips", "peers", "config"],
  replaceOn: ["node", "explorer", "customer"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, explorer, customer }) => `${explorer ?? ""}/${node}/4to6/${customer}`,
  problems: ({ publicKey }) => {
    const reason = wireguardKeyFault(publicKey);
    return reason === undefined ? [] : [{ path: "publicKey", reason }];
  },
  handlers: async () => (await import("./four-to-six.handlers.js")).gateway4To6Handlers,
});
