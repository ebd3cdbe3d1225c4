import { z } from "zod";
import { list, range, text, whole } from "./scalars.js";
import { wireguardPeerSchema } from "./wireguard-peer.js";

/** The part of a classic network that one node has. */
export const networkNetResourceSchema = z.strictObject({
  nodeId: text(),
  /** Sealed box with the base64 text of the key, hexadecimal. */
  wireguardPrivateKeyEncrypted: text(),
  /** Base64 of 32 bytes. */
  wireguardPublicKey: text(),
  wireguardListenPort: whole(),
  /** The node's subnet. */
  iprange: range(),
  peers: list(wireguardPeerSchema),
});
export type NetworkNetResource = z.output<typeof networkNetResourceSchema>;
