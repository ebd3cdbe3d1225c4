import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { ipv4Range, publicKey } from "./network/values.js";

const inputs = z.strictObject({
  /** The client's name in its network. */
  name: z.string().min(1),
  /** Key of the machine itself. Default: a pair is made, whose private half is in the configuration. */
  publicKey: publicKey.optional(),
  /** What the machine has of the network. */
  subnet: ipv4Range,
  /** Its address inside the tunnels, `100.64.b.c/32`. */
  address: ipv4Range,
  /** The one node that it calls. */
  peer: z.strictObject({
    publicKey,
    endpoint: z.string().min(1),
    allowedRanges: z.array(ipv4Range).min(1),
  }),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link networkClient}. */
export type NetworkClientInputs = z.output<typeof inputs>;

/** Outputs of {@link networkClient}. */
export type NetworkClientOutputs = {
  /** Base64: the given one, or of the pair that was made. */
  ownKey: string;
  /** Base64; empty when the key was given. Secret. */
  privateKey: string;
  /** What `wg-quick` is given on that machine. Secret. */
  configuration: string;
};

/**
 * A machine outside that joins a network. Its keys are made once and stay what they are; the configuration follows the
 * network. Nothing of it is anywhere but in the stack's state.
 */
export const networkClient = defineKind<NetworkClientInputs, NetworkClientOutputs>({
  name: "reservation.NetworkClient",
  module: "reservation",
  type: "NetworkClient",
  inputs,
  outputs: ["ownKey", "privateKey", "configuration"],
  secretOutputs: ["privateKey", "configuration"],
  handlers: async () => (await import("./network-client.handlers.js")).networkClientHandlers,
});
