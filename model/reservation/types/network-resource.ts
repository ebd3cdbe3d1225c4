import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { list, range, text, whole } from "./scalars.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";
import { wireguardPeerSchema } from "./wireguard-peer.js";

/** One node's part of a network. */
export const networkResourceSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(10).default(10),
  /** The network's name. */
  name: text(),
  /** The whole network. */
  networkIprange: range(),
  /** Sealed box with the base64 text of the key, hexadecimal. */
  wireguardPrivateKeyEncrypted: text(),
  /** Base64 of 32 bytes. */
  wireguardPublicKey: text(),
  wireguardListenPort: whole(),
  /** The node's subnet. */
  iprange: range(),
  peers: list(wireguardPeerSchema),
  statsAggregator: list(statsAggregatorSchema),
});
export type NetworkResource = z.output<typeof networkResourceSchema>;
