import type { Deployed } from "../../support/kind-stage.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import {
  addressOf,
  addProbe,
  makeNetwork,
  networkOf,
  removeNetwork,
  removeProbe,
  type Part,
} from "./network-scene.js";

let stage: NodeStage;
let first: Part;
let second: Part;
let outside: string;
let address: string;
let deployed: Deployed;

beforeAll(async () => {
  stage = await openNodeStage();
  const [one] = await makeNetwork(stage, "one", ["node1"], { port: 5101 });
  const [other] = await makeNetwork(stage, "other", ["node1"], { port: 5201 });
  if (one === undefined || other === undefined) throw new Error("there are too few parts");
  [first, second] = [one, other];
  outside = await addressOf(stage, "node2");
  address = outside.replace(/\.\d+$/, ".77");
  await liveInBoth();
});

afterAll(() => stage.close());

/** Both networks have the same range, and a workload with the same address that tells who it is and who calls. */
async function liveInBoth(): Promise<void> {
  for (const [part, name] of [
    [first, "one"],
    [second, "other"],
  ] as const) {
    await addProbe(stage, part, name);
    await stage.say(
      "node1",
      `setsid ip netns exec ${name} socat TCP-LISTEN:80,reuseaddr,fork "SYSTEM:echo ${name} \\$SOCAT_PEERADDR" </dev/null >/dev/null 2>&1 &
for i in $(seq 50); do ip netns exec ${name} ss -Hltn | grep -q :80 && exit 0; sleep 0.1; done; exit 1`,
    );
  }
}

function wanted(part: Part, rest: Record<string, unknown> = {}) {
  return stage.inputs("PublicIp", "web", {
    node: "node1",
    address: `${address}/24`,
    target: { network: networkOf(part.deployed), ip: "10.10.1.9" },
    ...rest,
  });
}

/** What answers at the address, asked from another machine. */
function answer(): Promise<string> {
  return stage.say("node2", `socat -T 3 - TCP:${address}:80,connect-timeout=3 </dev/null`);
}

/** As whom a workload calls another machine. */
async function caller(name: string): Promise<string> {
  await stage.say(
    "node2",
    `rm -f /tmp/caller
setsid socat -u TCP-LISTEN:8080,reuseaddr "SYSTEM:echo \\$SOCAT_PEERADDR >/tmp/caller" </dev/null >/dev/null 2>&1 &
for i in $(seq 50); do ss -Hltn | grep -q :8080 && exit 0; sleep 0.1; done; exit 1`,
  );
  await stage.say("node1", `echo | ip netns exec ${name} socat -u - TCP:${outside}:8080,connect-timeout=3`);
  return stage.say(
    "node2",
    "for i in $(seq 50); do [ -s /tmp/caller ] && break; sleep 0.1; done; cat /tmp/caller",
  );
}

it("gives a workload the address, for who calls it and for whom it calls", async () => {
  deployed = await stage.up(wanted(first));
  expect(deployed.properties).toMatchObject({ ip: address, drift: [] });
  expect(await answer()).toBe(`one ${outside}`);
  expect(await caller("one")).toBe(address);
  expect((await stage.up(wanted(first), deployed)).changed).toBe(false);
  await stage.nextCommand();
  expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
});

it.each<[string, () => string, () => readonly string[]]>([
  ["the address", () => `ip addr del ${address}/24 dev eth0`, () => [`address ${address}/24: missing`]],
  [
    "the route",
    () => `ip route del $(ip route | awk '/via 100.127/ { print $1 }')`,
    () => ["route to the network: missing"],
  ],
  ["the rules", () => `nft flush table ip ${table()}`, () => [`nftables table ${table()}: changed`]],
  [
    "the rules inside",
    () => `ip netns exec n-${networkOf(first.deployed)} nft delete table ip ${table()}`,
    () => [`nftables table ${table()} in n-${networkOf(first.deployed)}: missing`],
  ],
])("shows that %s was changed, and repairs it", async (_what, tamper, drift) => {
  await stage.say("node1", tamper());
  await stage.nextCommand();
  const seen = await stage.refresh(deployed);
  expect(seen.properties).toEqual({ ...deployed.properties, drift: drift() });
  expect((await stage.up(wanted(first), seen)).properties).toEqual(deployed.properties);
  expect(await answer()).toBe(`one ${outside}`);
});

it("leads calls by a router of its own where it has one", async () => {
  const router = await stage.say("node1", "ip -o -4 route show default | awk '{ print $3 }'");
  const own = await stage.up(wanted(first, { gateway: router }), deployed);
  expect(await stage.say("node1", "ip rule | grep -c 'from 100.127'")).toBe("2");
  expect(await answer()).toBe(`one ${outside}`);
  await stage.say("node1", "ip rule del priority 10001");
  await stage.nextCommand();
  const seen = await stage.refresh(own);
  expect(seen.properties["drift"]).toEqual([`rules for ${router}: missing`]);
  deployed = await stage.up(wanted(first), seen);
  expect(await stage.say("node1", "ip rule | grep -c 'from 100.127' || :")).toBe("0");
});

it("moves to another workload in place, though that has the same address in its network", async () => {
  const { said } = await stage.preview(wanted(second), deployed);
  expect(said).toContain(`move ${address}/24 on node1 for 10.10.1.9`);
  deployed = await stage.up(wanted(second), deployed);
  expect(await answer()).toBe(`other ${outside}`);
  expect(await caller("one")).not.toBe(address);
  expect(
    await stage.say(
      "node1",
      `ip netns exec n-${networkOf(first.deployed)} nft list tables | grep ${table()} || :`,
    ),
  ).toBe("");
});

it("refuses an address that somebody has, and a target that is nowhere", async () => {
  const other = await openNodeStage({ installation: "def456" });
  try {
    await expect(
      other.up(
        other.inputs("PublicIp", "mine", {
          node: "node1",
          address: `${address}/24`,
          target: { network: networkOf(second.deployed), ip: "10.10.1.9" },
        }),
      ),
    ).rejects.toThrow(/belongs to abc123\/shop\/dev\/other-node1/);
    const [theirs] = await makeNetwork(other, "net", ["node1"], { port: 5301 });
    if (theirs === undefined) throw new Error("there is no part");
    await expect(
      other.up(
        other.inputs("PublicIp", "mine", {
          node: "node1",
          address: `${address}/24`,
          target: { network: networkOf(theirs.deployed), ip: "10.10.1.9" },
        }),
      ),
    ).rejects.toThrow(/is taken by abc123\/shop\/dev\/web/);
    await removeNetwork(other, [theirs]);
  } finally {
    await other.close();
  }
  const own = await addressOf(stage, "node1");
  const mine = (rest: Record<string, unknown>) => stage.up({ ...wanted(first, rest), ...named("mine") });
  await expect(mine({ address: `${own}/24` })).rejects.toThrow(
    /is an address of the node itself already, on eth0/,
  );
  await expect(
    mine({
      address: `${own.replace(/\.\d+$/, ".78")}/24`,
      target: { network: networkOf(first.deployed), ip: "10.10.2.9" },
    }),
  ).rejects.toThrow(/10.10.2.9 is no address of the network's part/);
  expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
});

it("is there again after a power cut", async () => {
  await stage.restartNode("node1");
  await stage.nextCommand();
  expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
  await liveInBoth();
  expect(await answer()).toBe(`other ${outside}`);
});

it("keeps its network, and leaves nothing", async () => {
  await expect(stage.delete(second.deployed)).rejects.toThrow(new RegExp(`in use by ${deployed.id}`));
  await stage.delete(deployed);
  expect(
    await stage.say(
      "node1",
      `ip addr | grep -F ${address} || :
nft list tables | grep -F ${table()} || :
ip route | grep -F 'via 100.127' || :
ip netns exec n-${networkOf(second.deployed)} nft list tables | grep -F ${table()} || :
find /var/lib/groundplan /run/groundplan -path '*${deployed.id}*' -prune -print`,
    ),
  ).toBe("");
  await removeProbe(stage, first, "one");
  await removeProbe(stage, second, "other");
  await removeNetwork(stage, [first, second]);
});

function table(): string {
  return `gp-${deployed.id.replace("publicip-", "")}`;
}

function named(name: string) {
  return stage.inputs("PublicIp", name, {});
}
