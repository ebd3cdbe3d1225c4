import type * as pulumi from "@pulumi/pulumi";
import {
  gateway4To6,
  type Gateway4To6Inputs,
  type Gateway4To6Outputs,
} from "../../providers/gateway/four-to-six.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * Gives a machine that has IPv4 only an IPv6 address, through a tunnel.
 *
 * @example
 * const alice = new Gateway4To6("alice", { node: "edge1", publicKey });
 * export const config = alice.config;
 */
export class Gateway4To6 extends KindResource<Gateway4To6Inputs, Gateway4To6Outputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** The machine's addresses. */
  declare readonly ips: pulumi.Output<readonly string[]>;
  /** What its end of the tunnel dials. */
  declare readonly peers: pulumi.Output<Gateway4To6Outputs["peers"]>;
  /** For `wg-quick`; the machine puts its own private key in. */
  declare readonly config: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<Gateway4To6Inputs>, opts?: pulumi.CustomResourceOptions) {
    super(gateway4To6, name, args, opts);
  }
}
