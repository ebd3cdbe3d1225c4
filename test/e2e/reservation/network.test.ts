import type { NodeName } from "../../../lab/profiles/index.js";
import type { Deployed } from "../../support/kind-stage.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import {
  addProbe,
  addressOf,
  leftovers,
  makeNetwork,
  networkOf,
  reaches,
  removeNetwork,
  removeProbe,
  type Part,
} from "./network-scene.js";

const NODES: readonly NodeName[] = ["node1", "node2", "node3"];

let stage: NodeStage;
let parts: readonly Part[];

beforeAll(async () => {
  stage = await openNodeStage();
  parts = await makeNetwork(stage, "net", NODES);
});

afterAll(async () => {
  await stage.close();
});

function part(index: number): Part {
  const found = parts[index];
  if (found === undefined) throw new Error("there is no such part");
  return found;
}

it("lets workloads on three nodes reach each other, each other's nodes and what is outside", async () => {
  await Promise.all(parts.map((one) => addProbe(stage, one)));
  for (const from of parts)
    for (const to of parts)
      expect([from.node, to.node, await reaches(stage, from, `${to.prefix}.9`)]).toEqual([
        from.node,
        to.node,
        true,
      ]);
  const gateway = await stage.say("node1", "ip -o -4 route show default | awk '{ print $3 }'");
  expect(await reaches(stage, part(0), gateway)).toBe(true);
  expect(await stage.say("node1", `ip netns exec probe ping -c 1 -W 1 10.10.99.1 2>&1 || :`)).toContain(
    "Unreachable",
  );
  await Promise.all(parts.map((one) => removeProbe(stage, one)));
});

it("has nothing to do for the second time, and a refresh finds what is there", async () => {
  await stage.nextCommand();
  for (const { inputs, deployed, key } of parts) {
    expect((await stage.up(inputs, deployed)).changed).toBe(false);
    expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
    expect((await stage.refresh(key)).properties).toEqual(key.properties);
  }
});

it("shows no private key", async () => {
  for (const { node, key, deployed } of parts) {
    const file = `/var/lib/groundplan/w/${key.id}/private.key`;
    const secret = await stage.say(node, `cat ${file}`);
    expect(await stage.say(node, `stat -c %a ${file}; stat -c %a /var/lib/groundplan/w/${key.id}`)).toBe(
      "600\n700",
    );
    expect(JSON.stringify([key, deployed])).not.toContain(secret);
    for (const { inputs } of [key, deployed])
      for (const progress of [false, true])
        expect(stage.engine.about(inputs["__urn"] as string, progress).join("\n")).not.toContain(secret);
    expect(
      await stage.say(
        node,
        `grep -lF -f ${file} /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -v /self/ || :`,
      ),
    ).toBe("");
    const copies = await stage.say(
      node,
      `grep -rlF -f ${file} /var/lib/groundplan /run/groundplan /etc/systemd 2>/dev/null || :`,
    );
    expect(copies).toBe(file);
  }
});

describe("what somebody changes on a node", () => {
  const STRANGER = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
  // Each repair ends what this process has seen before.
  beforeAll(() => stage.nextCommand());

  const inside = (one: Part): string => `ip -n n-${networkOf(one.deployed)}`;
  const tunnel = (one: Part): string => `w-${networkOf(one.deployed)}`;

  it.each<[string, (one: Part) => string, (one: Part) => readonly string[]]>([
    [
      "an address",
      (one) => `${inside(one)} addr del ${one.prefix}.1/24 dev b-${networkOf(one.deployed)}`,
      (one) => [`bridge address ${one.prefix}.1/24: missing`],
    ],
    ["a route", (one) => `${inside(one)} route del 10.10.2.0/24`, () => ["route 10.10.2.0/24: missing"]],
    ["the default route", (one) => `${inside(one)} route del default`, () => ["default route: missing"]],
    [
      "a route more",
      (one) => `${inside(one)} route add 10.99.0.0/16 dev ${tunnel(one)}`,
      () => ["route 10.99.0.0/16: not ours"],
    ],
    [
      "the size of packets",
      (one) => `${inside(one)} link set ${tunnel(one)} mtu 1300`,
      () => ["tunnel mtu: 1300 instead of 1420"],
    ],
    [
      "the rules of the node",
      (one) => `nft delete table ip gp-${networkOf(one.deployed)}`,
      (one) => [`nftables table gp-${networkOf(one.deployed)}: missing`],
    ],
    [
      "the rules inside",
      (one) =>
        `ip netns exec n-${networkOf(one.deployed)} nft add rule ip gp-${networkOf(one.deployed)} way_out accept`,
      (one) => [`nftables table gp-${networkOf(one.deployed)} in n-${networkOf(one.deployed)}: changed`],
    ],
    [
      "the way out",
      (one) => `ip link del p-${networkOf(one.deployed)}`,
      (one) => ["default route: missing", `way out p-${networkOf(one.deployed)}: missing`],
    ],
    ["forwarding", () => "echo 0 >/proc/sys/net/ipv4/ip_forward", () => ["forwarding: off"]],
    [
      "how often peers call",
      (one) => `wg set ${tunnel(one)} peer ${peerOf(one, 0)} persistent-keepalive 7`,
      (one) => [`keepalive of peer ${peerOf(one, 0)}: 7 instead of 20`],
    ],
  ])("%s: shows exactly that, and is repaired", async (_what, tamper, drift) => {
    const one = part(0);
    await stage.say(one.node, tamper(one));
    const seen = await stage.refresh(one.deployed);
    expect(seen.properties).toEqual({ ...one.deployed.properties, drift: drift(one) });
    const { said } = await stage.preview(one.inputs, seen);
    expect(said).toContain(`repair: ${drift(one)[0] ?? ""}`);
    const repaired = await stage.up(one.inputs, seen);
    expect(repaired.changed).toBe(true);
    expect(repaired.properties).toEqual(one.deployed.properties);
  });

  it.each<[string, (one: Part) => string, (peers: readonly Peer[]) => unknown]>([
    [
      "a peer less",
      (one) => `wg set ${tunnel(one)} peer ${peerOf(one, 1)} remove`,
      (peers) => peers.slice(0, 1),
    ],
    [
      "the ranges of a peer",
      (one) => `wg set ${tunnel(one)} peer ${peerOf(one, 1)} allowed-ips 10.10.3.0/24`,
      ([first, second]) => [first, { ...second, allowedRanges: ["10.10.3.0/24"] }],
    ],
    [
      "a peer more",
      (one) => `wg set ${tunnel(one)} peer ${STRANGER} allowed-ips 10.98.0.0/24 persistent-keepalive 20`,
      (peers) => [
        ...peers,
        { publicKey: STRANGER, endpoint: "", range: "10.98.0.0/24", allowedRanges: ["10.98.0.0/24"] },
      ],
    ],
  ])("%s: shows as an input, and is repaired", async (_what, tamper, wanted) => {
    const one = part(0);
    await stage.say(one.node, tamper(one));
    const { properties } = one.deployed;
    const seen = await stage.refresh(one.deployed);
    expect(seen.properties).toEqual({ ...properties, peers: wanted(peersOf(one.deployed)) });
    const repaired = await stage.up(one.inputs, seen);
    expect(repaired.properties).toEqual(properties);
  });

  it("the port: shows as an input, and is repaired", async () => {
    const one = part(0);
    await stage.say(one.node, `wg set ${tunnel(one)} listen-port 6001`);
    const seen = await stage.refresh(one.deployed);
    expect(seen.properties).toEqual({ ...one.deployed.properties, listenPort: 6001 });
    expect((await stage.up(one.inputs, seen)).properties).toEqual(one.deployed.properties);
  });
});

it("gets a killed wireguard-go back, and the whole namespace by an update", async () => {
  const one = part(0);
  const network = networkOf(one.deployed);
  const process = `pgrep -f 'wireguard-go -f w-${network}'`;
  const before = await stage.say("node1", process);
  await stage.say("node1", `kill -9 ${before}`);
  await stage.say(
    "node1",
    `for i in $(seq 100); do [ "$(${process})" != "" ] && ip -n n-${network} route | grep -q 10.10.2.0/24 && exit 0; sleep 0.1; done; exit 1`,
  );
  expect(await stage.say("node1", process)).not.toBe(before);
  expect((await stage.refresh(one.deployed)).properties).toEqual(one.deployed.properties);

  await stage.say("node1", `ip netns del n-${network}; ip link del p-${network} 2>/dev/null || :`);
  await stage.nextCommand();
  const seen = await stage.refresh(one.deployed);
  expect(seen.properties["drift"]).toContain(`namespace n-${network}: missing`);
  expect((await stage.up(one.inputs, seen)).properties).toEqual(one.deployed.properties);
  await Promise.all([addProbe(stage, one), addProbe(stage, part(1))]);
  expect(await reaches(stage, one, "10.10.2.9")).toBe(true);
  await Promise.all([removeProbe(stage, one), removeProbe(stage, part(1))]);
});

it("is there again after a power cut", async () => {
  await stage.restartNode("node1");
  await stage.nextCommand();
  const one = part(0);
  const network = networkOf(one.deployed);
  await stage.say(
    "node1",
    `for i in $(seq 100); do ip -n n-${network} route 2>/dev/null | grep -q 10.10.2.0/24 && exit 0; sleep 0.1; done; exit 1`,
  );
  expect((await stage.refresh(one.deployed)).properties).toEqual(one.deployed.properties);
  expect((await stage.up(one.inputs, one.deployed)).changed).toBe(false);
  await Promise.all([addProbe(stage, one), addProbe(stage, part(1))]);
  expect(await reaches(stage, one, "10.10.2.9")).toBe(true);
  await Promise.all([removeProbe(stage, one), removeProbe(stage, part(1))]);
});

it("gives the neighbours the new key when one got lost", async () => {
  const [one, other] = [part(0), part(1)];
  await stage.say("node1", `rm /var/lib/groundplan/w/${one.key.id}/private.key`);
  await stage.nextCommand();
  const lost = await stage.refresh(one.key);
  expect(lost.properties).toEqual({ ...one.key.properties, drift: ["private key: missing"] });
  const key = await stage.up({ ...one.key.inputs, ...keyInputs(one) }, lost);
  const publicKey = key.properties["publicKey"] as string;
  expect(publicKey).not.toBe(one.key.properties["publicKey"]);
  const tampered = await stage.refresh(one.deployed);
  expect(tampered.properties["drift"]).toEqual(["private key: changed"]);
  const mine = await stage.up(one.inputs, tampered);
  const replaced = (peers: readonly Peer[]): readonly Peer[] =>
    peers.map((peer) => (peer.publicKey === one.key.properties["publicKey"] ? { ...peer, publicKey } : peer));
  const theirs = await Promise.all(
    [other, part(2)].map((it) => {
      const inputs = { ...it.inputs, peers: replaced(peersOf(it.deployed)) };
      return stage.up(inputs, it.deployed).then((deployed) => ({ ...it, inputs, deployed }));
    }),
  );
  parts = [{ ...one, key, deployed: mine }, ...theirs];
  await Promise.all([addProbe(stage, part(0)), addProbe(stage, part(1))]);
  expect(await reaches(stage, part(0), "10.10.2.9")).toBe(true);
  await Promise.all([removeProbe(stage, part(0)), removeProbe(stage, part(1))]);
});

it("lets a machine outside join by wg-quick", async () => {
  const one = part(0);
  const endpoint = `${await addressOf(stage, "node1")}:5001`;
  const client = await stage.up(
    stage.inputs("NetworkClient", "net-laptop", {
      name: "laptop",
      subnet: "10.10.4.0/24",
      address: "100.64.10.4/32",
      peer: {
        publicKey: one.deployed.properties["publicKey"] as string,
        endpoint,
        allowedRanges: ["10.10.0.0/16", "100.64.0.0/16"],
      },
    }),
  );
  const { ownKey, configuration } = client.properties as {
    readonly ownKey: string;
    readonly configuration: string;
  };
  const laptop = {
    publicKey: ownKey,
    endpoint: "",
    range: "10.10.4.0/24",
    allowedRanges: ["10.10.4.0/24", "100.64.10.4/32"],
  };
  const inputs = { ...one.inputs, peers: [...peersOf(one.deployed), laptop] };
  const { said } = await stage.preview(inputs, one.deployed);
  expect(said).toContain(`add peer 10.10.4.0/24 (${ownKey})`);
  const joined = await stage.up(inputs, one.deployed);
  await addProbe(stage, one);
  await stage.say(
    "node3",
    `umask 077; cat >/tmp/laptop.conf <<'EOF'
${configuration}EOF
WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go bash /usr/bin/wg-quick up /tmp/laptop.conf >/dev/null 2>&1 </dev/null
for i in 1 2 3 4 5 6 7 8; do ping -c 1 -W 1 10.10.1.9 && exit 0; done; exit 1`,
  );
  expect(await stage.say("node1", "ip netns exec probe ping -c 1 -W 2 100.64.10.4")).toContain("1 received");
  expect((await stage.refresh(joined)).properties).toEqual(joined.properties);
  await stage.say("node3", "wg-quick down /tmp/laptop.conf >/dev/null 2>&1; rm /tmp/laptop.conf");
  await removeProbe(stage, one);
  const without = await stage.up(one.inputs, joined);
  expect(without.properties).toEqual(one.deployed.properties);
});

it("keeps two stacks on the same nodes apart, with the same ranges", async () => {
  const other = await openNodeStage({ installation: "def456" });
  try {
    const taken = makeNetwork(other, "net", ["node1"], { port: 5001 });
    await expect(taken).rejects.toThrow(
      /port 5001 is taken by another network, of abc123\/shop\/dev\/net-node1/,
    );
    const theirs = await makeNetwork(other, "net", ["node1", "node2"], { port: 7001 });
    const [first, second] = theirs;
    if (first === undefined || second === undefined) throw new Error("there are too few parts");
    await Promise.all([addProbe(other, first, "theirs"), addProbe(stage, part(0)), addProbe(stage, part(1))]);
    // The same address is somebody else's in their network, and nobody has it there.
    expect(await reaches(stage, part(0), "10.10.2.9")).toBe(true);
    const nobody = await other.on("node1", "ip netns exec theirs ping -c 1 -W 1 10.10.2.9");
    expect(nobody.code).not.toBe(0);
    await removeProbe(other, first, "theirs");
    await removeNetwork(other, theirs);
    for (const one of theirs) expect(await other.say(one.node, leftovers(one))).toBe("");
    expect((await stage.refresh(part(0).deployed)).properties).toEqual(part(0).deployed.properties);
    expect(await reaches(stage, part(0), "10.10.2.9")).toBe(true);
    await Promise.all([removeProbe(stage, part(0)), removeProbe(stage, part(1))]);
  } finally {
    await other.close();
  }
});

it("is not removed while a workload lives in it, and leaves nothing", async () => {
  const one = part(0);
  await stage.say(
    "node1",
    `mkdir /var/lib/groundplan/w/container-abc; echo ${networkOf(one.deployed)} >/var/lib/groundplan/w/container-abc/keep.network`,
  );
  await expect(stage.delete(one.deployed)).rejects.toThrow(/in use by container-abc/);
  await expect(stage.delete(one.key)).rejects.toThrow(new RegExp(`in use by ${one.deployed.id}`));
  await stage.say("node1", "rm -r /var/lib/groundplan/w/container-abc");
  await removeNetwork(stage, parts);
  for (const gone of parts) expect(await stage.say(gone.node, leftovers(gone))).toBe("");
  await expect(removeNetwork(stage, parts)).resolves.toBeUndefined();
});

interface Peer {
  readonly publicKey: string;
  readonly endpoint: string;
  readonly range: string;
  readonly allowedRanges: readonly string[];
}

function peersOf({ inputs }: Deployed): readonly Peer[] {
  return inputs["peers"] as readonly Peer[];
}

function peerOf({ deployed }: Part, index: number): string {
  return peersOf(deployed)[index]?.publicKey ?? "";
}

function keyInputs({ node }: Part) {
  return stage.inputs("NetworkKey", `net-${node}`, { node, name: "net" });
}
