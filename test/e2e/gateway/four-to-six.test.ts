import type { Deployed } from "../../support/kind-stage.js";
import { type NodeStage, openNodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { until } from "../../support/until.js";
import { addressOf } from "../reservation/network-scene.js";
import { BehindNat } from "../../support/behind-nat.js";

/** What is reached by IPv6 only: a service on another node. */
const SERVICE = "fd99:6::2";
const GATEWAY_OUTSIDE = "fd99:6::1";
const LINK = "gp-six";

let stage: NodeStage;
let alice: BehindNat;
let gateway: string;
let network: Deployed;
let client: Deployed;
let publicKey: string;
let secondKey: string;

const networkInputs = (rest: Properties = {}): Properties =>
  stage.inputs("GatewaySixNetwork", "six", { node: "node1", ...rest });
const clientInputs = (rest: Properties = {}): Properties =>
  stage.inputs("Gateway4To6", "alice", { node: "node1", publicKey, ...rest });

beforeAll(async () => {
  stage = await openNodeStage({ module: "gateway" });
  gateway = await addressOf(stage, "node1");
  await giveGatewayAddress();
  await stage.say(
    "node2",
    `ip -6 addr replace ${SERVICE}/64 dev eth0 nodad
cat >/tmp/whoami <<'ANSWER'
printf 'HTTP/1.0 200 OK\\r\\n\\r\\nyou are %s' "$SOCAT_PEERADDR"
ANSWER
setsid socat 'TCP6-LISTEN:8080,bind=[${SERVICE}],ipv6only=1,reuseaddr,fork' SYSTEM:'sh /tmp/whoami' </dev/null >/dev/null 2>&1 &`,
  );
  alice = await BehindNat.open(stage, "node3", "alice", 6);
  await alice.say(
    "umask 077; mkdir -p /tmp/alice; for n in first second; do wg genkey >/tmp/alice/$n.key; done",
  );
  publicKey = await alice.say("wg pubkey </tmp/alice/first.key");
  secondKey = await alice.say("wg pubkey </tmp/alice/second.key");
});

afterAll(async () => {
  await hangUp();
  await alice.remove();
  await stage.say(
    "node2",
    `ip -6 addr del ${SERVICE}/64 dev eth0
for pid in $(ss -Hltnp 'sport = :8080' | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p'); do kill $pid; done`,
  );
  await stage.say("node1", `ip -6 addr del ${GATEWAY_OUTSIDE}/64 dev eth0`);
  await stage.close();
});

describe("a network of IPv6 on a node", () => {
  it("comes up, and has nothing to do for the second time", async () => {
    network = await stage.up(networkInputs());
    expect(outputs(network)).toMatchObject({ drift: [], endpoint: `${gateway}:51821`, port: 51821 });
    expect(outputs(network)["range"]).toMatch(/^fd[0-9a-f:]+::\/64$/);
    expect(`${outputs(network)["address"] as string}/64`).toBe(
      await stage.say("node1", `ip -o -6 addr show dev ${LINK} scope global | awk '{ print $4 }'`),
    );
    await stage.nextCommand();
    expect((await stage.up(networkInputs(), network)).changed).toBe(false);
    expect((await stage.refresh(network)).properties).toEqual(network.properties);
  });

  it("is there once a node, whoever's it is", async () => {
    const others = await openNodeStage({ module: "gateway", installation: "other1" });
    const inputs = others.inputs("GatewaySixNetwork", "theirs", { node: "node1", port: 51900 });
    await expect(others.preview(inputs)).rejects.toThrow(
      "the place of the node's IPv6 network is taken by abc123/shop/dev/six",
    );
    await expect(others.up(inputs)).rejects.toThrow(
      "this node has an IPv6 network already, of abc123/shop/dev/six",
    );
    await others.close();
  });

  it("is what a client needs", async () => {
    const inputs = stage.inputs("Gateway4To6", "lost", { node: "node3", publicKey });
    expect(await stage.failed(inputs)).toContain("there is no IPv6 network on this node");
  });
});

describe("a client that has IPv4 only", () => {
  it("reaches a service of IPv6 only", async () => {
    client = await stage.up(clientInputs());
    expect(outputs(client)).toMatchObject({
      drift: [],
      peers: [
        {
          publicKey: outputs(network)["publicKey"],
          endpoint: `${gateway}:51821`,
          allowedIps: ["::/0"],
        },
      ],
    });
    expect((await whoAmI()).out).toBe("");
    await dial("first");
    await untilServed();
    // Behind the gateway's own address.
    expect((await whoAmI()).out).toBe(`you are [${expanded(GATEWAY_OUTSIDE)}]`);
  });

  it("has nothing to do for the second time", async () => {
    await stage.nextCommand();
    expect((await stage.refresh(client)).properties).toEqual(client.properties);
    expect((await stage.up(clientInputs(), client)).changed).toBe(false);
  });

  it("has the same address whatever happens, and nobody else has it", async () => {
    const [ip] = outputs(client)["ips"] as string[];
    expect(await alice.say("ip -o -6 addr show dev gp scope global | awk '{ print $4 }'")).toBe(`${ip}/128`);
    const range = (outputs(network)["range"] as string).replace("::/64", ":");
    expect(ip?.startsWith(range)).toBe(true);
  });

  it("gets another key in place, by which the old one is out", async () => {
    const before = outputs(client)["ips"];
    client = await stage.up(clientInputs({ publicKey: secondKey }), client);
    expect(outputs(client)).toMatchObject({ drift: [], ips: before });
    expect((await whoAmI()).out).toBe("");
    await dial("second");
    await untilServed();
    client = await stage.up(clientInputs(), client);
    await dial("first");
    await untilServed();
  });

  it("shares its key and its address with nobody", async () => {
    const twin = (rest: Properties): Properties =>
      stage.inputs("Gateway4To6", "twin", { node: "node1", ...rest });
    await expect(stage.preview(twin({ publicKey }))).rejects.toThrow(
      `the key ${publicKey} is taken by abc123/shop/dev/alice`,
    );
    await expect(stage.up(twin({ publicKey }))).rejects.toThrow(
      `the key ${publicKey} is that of abc123/shop/dev/alice already`,
    );
    const bob = stage.inputs("Gateway4To6", "bob", { node: "node1", publicKey: secondKey, customer: "7" });
    const made = await stage.up(bob);
    const third = await alice.say("wg genkey | wg pubkey");
    await stage.nextCommand();
    await expect(stage.preview(twin({ publicKey: third, customer: "7" }))).rejects.toThrow(
      "the address of customer 7 is taken by abc123/shop/dev/bob",
    );
    await expect(stage.up(twin({ publicKey: third, customer: "7" }))).rejects.toThrow(
      /the address \S+ is that of abc123\/shop\/dev\/bob already: a customer has one at a gateway/,
    );
    expect(outputs(await stage.refresh(client))).toEqual(outputs(client));
    await stage.delete(made);
    await untilServed();
  });
});

describe("what somebody changes on the node", () => {
  beforeAll(() => stage.nextCommand());

  it.each<[string, () => string, readonly string[]]>([
    ["its key taken away", () => `wg set ${LINK} peer ${publicKey} remove`, ["peer: missing"]],
    [
      "its range taken away",
      () => `wg set ${LINK} peer ${publicKey} allowed-ips ''`,
      [`range of the peer: none instead of RANGE`],
    ],
    [
      "a range more",
      () => `wg set ${LINK} peer ${publicKey} allowed-ips RANGE,fd00::/8`,
      ["range of the peer: fd00::/8,RANGE instead of RANGE"],
    ],
    [
      "how often it is called",
      () => `wg set ${LINK} peer ${publicKey} persistent-keepalive 7`,
      ["keepalive of the peer: 7 instead of 25"],
    ],
    [
      "a preshared key",
      () => `wg genpsk | wg set ${LINK} peer ${publicKey} preshared-key /dev/stdin`,
      ["preshared key of the peer: not ours"],
    ],
  ])("of a client, %s: shows exactly that, and is repaired", async (_what, tamper, lines) => {
    const [ip] = outputs(client)["ips"] as string[];
    const filled = (text: string): string => text.replaceAll("RANGE", `${ip}/128`);
    await stage.say("node1", filled(tamper()));
    const seen = await stage.refresh(client);
    const sorted = (drift: unknown): unknown => (drift as string[]).map((line) => line.split(/[ ,]/).sort());
    expect(sorted(seen.properties["drift"])).toEqual(sorted(lines.map(filled)));
    expect({ ...seen.properties, drift: [] }).toEqual(client.properties);
    expect((await stage.refresh(network)).properties).toEqual(network.properties);
    const repaired = await stage.up(clientInputs(), seen);
    expect(repaired.changed).toBe(true);
    expect(repaired.properties).toEqual(client.properties);
    await servedAgain();
  });

  it("another key in the place of a client's shows as an input, and is repaired", async () => {
    const [ip] = outputs(client)["ips"] as string[];
    await stage.say(
      "node1",
      `wg set ${LINK} peer ${publicKey} remove; wg set ${LINK} peer ${secondKey} allowed-ips ${ip}/128`,
    );
    const seen = await stage.refresh(client);
    expect(seen.properties).toEqual({ ...client.properties, publicKey: secondKey });
    expect((await stage.refresh(network)).properties).toEqual({
      ...network.properties,
      drift: [`peer ${secondKey}: not ours`],
    });
    const repaired = await stage.up(clientInputs(), seen);
    expect(repaired.properties).toEqual(client.properties);
    await untilServed();
  });

  it.each<[string, () => string, readonly string[]]>([
    [
      "a peer of nobody",
      () => `wg set ${LINK} peer ${secondKey} allowed-ips fd00::/8`,
      ["peer SECOND: not ours"],
    ],
    ["the way out", () => `nft delete table ip6 ${LINK}`, [`nftables table ${LINK}: missing`]],
    ["rules", () => `nft add rule ip6 ${LINK} way_out counter`, [`nftables table ${LINK}: changed`]],
    ["forwarding", () => "echo 0 >/proc/sys/net/ipv6/conf/all/forwarding", ["forwarding: off"]],
    ["the size of packets", () => `ip link set ${LINK} mtu 1300`, ["link mtu: 1300 instead of 1420"]],
    ["the address", () => `ip -6 addr flush dev ${LINK} scope global`, ["address OWN/64: missing"]],
    ["an address more", () => `ip -6 addr add fd00::7/64 dev ${LINK}`, ["address fd00::7/64: not ours"]],
    [
      "what the next boot knows of clients",
      () =>
        `echo >>/var/lib/groundplan/w/${network.id}/peers.conf; echo '[Peer]' >>/var/lib/groundplan/w/${network.id}/peers.conf`,
      ["peers for the next boot: changed"],
    ],
    ["the link's key", () => `wg genkey | wg set ${LINK} private-key /dev/stdin`, ["private key: changed"]],
  ])("of the network, %s: shows exactly that, and is repaired", async (_what, tamper, lines) => {
    await stage.say("node1", tamper());
    const drift = lines.map((line) =>
      line.replace("SECOND", secondKey).replace("OWN", outputs(network)["address"] as string),
    );
    const seen = await stage.refresh(network);
    expect(seen.properties).toEqual({ ...network.properties, drift });
    const { said } = await stage.preview(networkInputs(), seen);
    expect(said).toContain(`repair: ${drift[0] ?? ""}`);
    const repaired = await stage.up(networkInputs(), seen);
    expect(repaired.changed).toBe(true);
    expect(repaired.properties).toEqual(network.properties);
    expect((await stage.refresh(client)).properties).toEqual(client.properties);
    await servedAgain();
  });

  it("the port shows as an input, and is repaired", async () => {
    await stage.say("node1", `wg set ${LINK} listen-port 51900`);
    const seen = await stage.refresh(network);
    expect(seen.properties).toMatchObject({ port: 51900, drift: [], endpoint: `${gateway}:51900` });
    expect((await stage.up(networkInputs(), seen)).properties).toEqual(network.properties);
    await servedAgain();
  });

  it("the whole link, which is made again with all clients", async () => {
    // Whatever keeps it is stopped first, so that it does not come back by itself.
    await stage.say(
      "node1",
      `if read -r pid began <"/run/groundplan/s/${network.id}/supervisor" 2>/dev/null; then
  kill "$pid"
  for i in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
fi
ip link del ${LINK} 2>/dev/null || :`,
    );
    const seen = await stage.refresh(network);
    expect(seen.properties["drift"]).toContain(`link ${LINK}: missing`);
    expect((await stage.refresh(client)).properties).toEqual({
      ...client.properties,
      drift: ["link of the IPv6 network: missing"],
    });
    await expect(stage.up(clientInputs({ publicKey: secondKey }), client)).rejects.toThrow(
      `the link ${LINK} of the IPv6 network is not there`,
    );
    expect((await stage.up(networkInputs(), seen)).properties).toEqual(network.properties);
    expect((await stage.refresh(client)).properties).toEqual(client.properties);
    await servedAgain();
  });
});

it("is there again after a power cut", async () => {
  await stage.restartNode("node1");
  await giveGatewayAddress();
  await stage.nextCommand();
  await untilServed();
  for (const [deployed, inputs] of [
    [network, networkInputs()],
    [client, clientInputs()],
  ] as const) {
    expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
    expect((await stage.up(inputs, deployed)).changed).toBe(false);
  }
});

it("changes in place", async () => {
  const moved = await stage.up(networkInputs({ port: 51822, masquerade: false }), network);
  expect(outputs(moved)).toMatchObject({ drift: [], endpoint: `${gateway}:51822`, masquerade: false });
  expect(
    await stage.say("node1", `wg show ${LINK} listen-port; nft list tables | grep -c ${LINK} || :`),
  ).toBe("51822\n0");
  network = await stage.up(networkInputs(), moved);
  await servedAgain();
});

it("shows no private key", async () => {
  const file = `/var/lib/groundplan/w/${network.id}/private.key`;
  const secret = await stage.say("node1", `cat ${file}`);
  expect(await stage.say("node1", `stat -c '%U %a' ${file}`)).toBe("root 600");
  expect(JSON.stringify([network, client])).not.toContain(secret);
  for (const [type, name] of [
    ["GatewaySixNetwork", "six"],
    ["Gateway4To6", "alice"],
  ] as const)
    expect(stage.said(type, name)).not.toContain(secret);
  expect(
    await stage.say(
      "node1",
      `grep -lF -f ${file} /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -v /self/ || :
grep -rlF -f ${file} /var/lib/groundplan /run/groundplan /etc /tmp 2>/dev/null || :`,
    ),
  ).toBe(file);
});

it("leaves nothing behind", async () => {
  await expect(stage.delete(network)).rejects.toThrow(
    "the IPv6 network is in use by abc123/shop/dev/alice: remove that first",
  );
  await stage.delete(client);
  await stage.delete(client);
  expect(await stage.say("node1", `wg show ${LINK} peers`)).toBe("");
  await stage.delete(network);
  await stage.nextCommand();
  for (const gone of [client, network]) expect((await stage.refresh(gone)).id).toBe("");
  expect(
    await stage.say(
      "node1",
      `ip -o link show dev ${LINK} 2>/dev/null || :
nft list tables | grep ${LINK} || :
ls -d /var/lib/groundplan/[ws]/sixnetwork* /var/lib/groundplan/w/foursix* 2>/dev/null || :
pgrep -a wireguard-go || :`,
    ),
  ).toBe("");
});

function outputs({ properties }: Deployed): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== "__state"));
}

function giveGatewayAddress(): Promise<string> {
  return stage.say("node1", `ip -6 addr replace ${GATEWAY_OUTSIDE}/64 dev eth0 nodad`);
}

/** Does what a client's user does: puts the private key in, and brings the tunnel up. */
async function dial(key: "first" | "second"): Promise<void> {
  await hangUp();
  const config = outputs(client)["config"] as string;
  await alice.say(`umask 077
cat >/tmp/alice/gp.conf <<'CONFIG'
${config}CONFIG
sed -i "s|^\\[Interface\\]|&\\nPrivateKey = $(cat /tmp/alice/${key}.key)|" /tmp/alice/gp.conf
wg-quick up /tmp/alice/gp.conf`);
}

async function hangUp(): Promise<void> {
  await alice.on("wg-quick down /tmp/alice/gp.conf");
}

/** A client that is told nothing notices after a quarter of a minute; this one dials at once. */
async function servedAgain(): Promise<void> {
  await dial("first");
  await untilServed();
}

function whoAmI(): ReturnType<NodeStage["on"]> {
  return alice.on(`exec curl -sS -m 2 'http://[${SERVICE}]:8080/'`);
}

function untilServed(): Promise<unknown> {
  return until("the client to be served", async () => (await whoAmI()).out.startsWith("you are"));
}

/** As socat writes addresses. */
function expanded(address: string): string {
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":"));
  const groups = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => "0"), ...tail];
  return groups.map((group) => group.padStart(4, "0")).join(":");
}
