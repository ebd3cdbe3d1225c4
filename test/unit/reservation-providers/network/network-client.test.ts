import { wireguardPublicKey } from "../../../../model/reservation/network/wireguard-keys.js";
import { networkClient } from "../../../../providers/reservation/network-client.js";
import { networkClientHandlers } from "../../../../providers/reservation/network-client.handlers.js";
import type { KindContext } from "../../../../providers/runtime/context.js";

const KEY = `${"A".repeat(42)}E=`;
const context = {} as KindContext;

function inputs(rest: Record<string, unknown> = {}) {
  return networkClient.inputs.parse({
    name: "laptop",
    subnet: "10.10.4.0/24",
    address: "100.64.10.4/32",
    peer: { publicKey: KEY, endpoint: "203.0.113.7:5001", allowedRanges: ["10.10.0.0/16", "100.64.0.0/16"] },
    ...rest,
  });
}

function configuration(privateKey: string, endpoint = "203.0.113.7:5001"): string {
  return `[Interface]
Address = 10.10.4.0/24, 100.64.10.4/32
PrivateKey = ${privateKey}

[Peer]
PublicKey = ${KEY}
Endpoint = ${endpoint}
AllowedIPs = 10.10.0.0/16, 100.64.0.0/16
PersistentKeepalive = 20
`;
}

test("a client is given a pair of keys and a configuration, which are secrets", async () => {
  const { outputs } = await networkClientHandlers.create(context, inputs());
  expect(outputs.ownKey).toBe(wireguardPublicKey(outputs.privateKey));
  expect(outputs.configuration).toBe(configuration(outputs.privateKey));
  expect(networkClient.secretOutputs).toEqual(["privateKey", "configuration"]);
  const other = await networkClientHandlers.create(context, inputs());
  expect(other.outputs.privateKey).not.toBe(outputs.privateKey);
});

test("its keys stay when the network changes", async () => {
  const { id, outputs } = await networkClientHandlers.create(context, inputs());
  const moved = inputs({
    peer: { publicKey: KEY, endpoint: "198.51.100.1:9", allowedRanges: ["10.10.0.0/16", "100.64.0.0/16"] },
  });
  const after = await networkClientHandlers.update(context, id, { inputs: inputs(), outputs }, moved);
  expect(after.outputs.privateKey).toBe(outputs.privateKey);
  expect(after.outputs.configuration).toBe(configuration(outputs.privateKey, "198.51.100.1:9"));
});

test("a key of its own is used, and its private half is left to the machine", async () => {
  const { outputs } = await networkClientHandlers.create(context, inputs({ publicKey: KEY }));
  expect(outputs).toEqual({
    ownKey: KEY,
    privateKey: "",
    configuration: configuration("<the private key of laptop>"),
  });
});
