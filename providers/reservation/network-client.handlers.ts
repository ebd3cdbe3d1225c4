import { randomBytes } from "node:crypto";
import { clientConfiguration } from "../../model/reservation/network/client-configuration.js";
import { wireguardKeys } from "../../model/reservation/network/wireguard-keys.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { NetworkClientInputs, NetworkClientOutputs } from "./network-client.js";

/** What the kind does: all of it is in the state. */
export const networkClientHandlers: KindHandlers<NetworkClientInputs, NetworkClientOutputs> = {
  create: (_context, inputs) => Promise.resolve({ id: inputs.name, outputs: outputsOf(inputs) }),
  read: (_context, _id, state) => Promise.resolve(state),
  update: (_context, _id, { outputs }, inputs) => Promise.resolve({ outputs: outputsOf(inputs, outputs) }),
  delete: () => Promise.resolve(),
};

/** @param had Keys that were made before are kept. */
function outputsOf(inputs: NetworkClientInputs, had?: NetworkClientOutputs): NetworkClientOutputs {
  const { ownKey, privateKey } = keysOf(inputs, had);
  const { name, subnet, address, peer } = inputs;
  const shown = privateKey === "" ? `<the private key of ${name}>` : privateKey;
  const planned = {
    name,
    subnet,
    address,
    peer: {
      publicKey: peer.publicKey,
      endpoint: peer.endpoint,
      iprange: "",
      allowedIprange: [...peer.allowedRanges],
    },
  };
  return { ownKey, privateKey, configuration: clientConfiguration(planned, shown) };
}

function keysOf(
  { publicKey }: NetworkClientInputs,
  had?: NetworkClientOutputs,
): Pick<NetworkClientOutputs, "ownKey" | "privateKey"> {
  if (publicKey !== undefined) return { ownKey: publicKey, privateKey: "" };
  if (had !== undefined && had.privateKey !== "") return { ownKey: had.ownKey, privateKey: had.privateKey };
  const made = wireguardKeys(randomBytes(32));
  return { ownKey: made.publicKey, privateKey: made.privateKey };
}
