import { z } from "zod";
import { list, RANGE, range, text } from "./scalars.js";

/** Another end of a network's tunnels. */
export const wireguardPeerSchema = z.strictObject({
  /** Base64 of 32 bytes. */
  publicKey: text(),
  /** `host:port`, empty for a peer that calls. */
  endpoint: text(),
  /** The peer's subnet. */
  iprange: range(),
  /** What is sent to this peer. */
  allowedIprange: list(RANGE),
});
export type WireguardPeer = z.output<typeof wireguardPeerSchema>;
