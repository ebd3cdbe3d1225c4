import { readFileSync, statSync } from "node:fs";
import { utils } from "ssh2";
import {
  hostFacts,
  labStatus,
  nodeAccess,
  NODES,
  restartNode,
  toolboxSource,
  type NodeName,
} from "../../../lab/profiles/index.js";
import { wholePair } from "../../../lab/profiles/nodes/whole-pair.js";
import { labFolder } from "../../../lab/state/folder.js";
import { privateLab, type TestLab } from "../../support/lab.js";
import { footprint, type Footprint } from "../../support/lab-footprint.js";
import { NodeSession } from "../../support/node-session.js";

jest.setTimeout(240_000);

const IMAGE = "registry.groundplan.test/lab/busybox:1";

let lab: TestLab;
let before: Footprint;

beforeAll(async () => {
  lab = privateLab(["nodes"]);
  before = footprint(lab.folder);
  await lab.up();
});

afterAll(() => lab.dispose());

/** Runs scripts on a node; one that fails fails the test. */
async function on<T>(name: NodeName, work: (node: NodeSession) => Promise<T>, user = "root"): Promise<T> {
  const node = await NodeSession.open(nodeAccess(labFolder(lab.folder), name), user);
  try {
    return await work(node);
  } finally {
    node.close();
  }
}

function say(name: NodeName, script: string): Promise<string> {
  return on(name, (node) => node.say(script));
}

async function restart(name: NodeName): Promise<readonly string[]> {
  const report = { line: () => undefined, status: () => undefined };
  const folder = labFolder(lab.folder);
  return restartNode({ folder, host: hostFacts(), tools: toolboxSource(report), report }, name);
}

describe("logging in", () => {
  test.each(NODES)("%s takes root, and a user who becomes root without a password", async (name) => {
    expect(await say(name, "id -un; hostname")).toBe(`root\n${name}`);
    const user = await on(
      name,
      (node) => node.say("id -un; sudo -n id -un; cd; pwd; touch file"),
      "groundplan",
    );
    expect(user).toBe("groundplan\nroot\n/home/groundplan");
  });

  test("another key is refused", async () => {
    const stranger = wholePair(() => utils.generateKeyPairSync("ed25519")).private;
    const access = nodeAccess(labFolder(lab.folder), "node1");
    await expect(NodeSession.open(access, "root", stranger)).rejects.toThrow(/authentication methods failed/);
  });

  test("every node has a key of its own, and known_hosts tells them by address and name", () => {
    const folder = labFolder(lab.folder);
    const keys = NODES.map((name) => nodeAccess(folder, name).hostKey);
    expect(new Set(keys).size).toBe(NODES.length);
    const lines = NODES.map((name, i) => `${name},${nodeAccess(folder, name).address} ${keys[i] ?? ""}\n`);
    expect(readFileSync(`${lab.folder}/nodes/known_hosts`, "utf8")).toBe(lines.join(""));
  });

  test("private keys can be read by their owner only", () => {
    const files = ["key", ...NODES.map((name) => `${name}/host_key`)];
    for (const file of files) expect(statSync(`${lab.folder}/nodes/${file}`).mode & 0o777).toBe(0o600);
  });
});

test("a node has files, processes and network of its own", async () => {
  const places = ["/run", "/tmp", "/etc", "/var/lib", "/root", "/usr/local/bin", "/mnt/hdd", "/mnt/ssd"];
  await say("node1", places.map((place) => `touch ${place}/mine`).join("\n"));
  for (const script of places.map((place) => `test ! -e ${place}/mine`)) await say("node2", script);
  const processes = await say("node2", "ps -eo args=");
  expect(processes.split("\n").filter((line) => line.includes("[listener]"))).toHaveLength(1);
  expect(await say("node2", "ls /sys/class/net")).toBe("eth0\nlo");
  for (const name of NODES) await say("node1", `ping -c 1 -W 5 ${name}`);
});

test("a container of the lab's registry runs with limits, in a network of its own", async () => {
  await say("node1", `ip netns add web\npodman pull -q ${IMAGE}`);
  const options = "--memory 64m --cpus 0.5 --network ns:/run/netns/web";
  const id = await say("node1", `podman run -d --name web ${options} ${IMAGE} sleep 100000`);
  expect(await say("node1", "podman exec web ls /sys/class/net")).toBe("lo");
  // One file for both versions of cgroups: `50000`, or with the period behind it.
  const quota = `find /sys/fs/cgroup -path '*${id}*' '(' -name cpu.cfs_quota_us -o -name cpu.max ')' -exec cat {} +`;
  expect(await say("node1", quota)).toMatch(/^50000\b/);
  const greedy = "dd if=/dev/zero of=/dev/null bs=200M count=1";
  const { code } = await on("node1", (node) => node.run(`podman run --rm ${options} ${IMAGE} ${greedy}`));
  expect(code).toBe(137);
});

test.each(["hdd", "ssd"])("the limit of a subvolume of %s is enforced", async (pool) => {
  const volume = `/mnt/${pool}/limited`;
  await say("node2", `btrfs quota enable /mnt/${pool}\nbtrfs -q subvolume create ${volume}`);
  await say("node2", `btrfs qgroup limit 32M ${volume}`);
  const fill = `dd if=/dev/zero of=${volume}/file bs=1M count=64 conv=fsync`;
  const full = await on("node2", (node) => node.run(fill));
  expect(full.err).toContain("Disk quota exceeded");
  expect(Number(await say("node2", `stat -c %s ${volume}/file`))).toBeLessThanOrEqual(32 * 2 ** 20);
  await say("node2", `dd if=/dev/zero of=/mnt/${pool}/file bs=1M count=64 conv=fsync`);
});

test("WireGuard joins two nodes", async () => {
  const make =
    "ip link add wg0 type wireguard 2>/dev/null || wireguard-go wg0 >/dev/null 2>&1\numask 077\nwg genkey >/root/wg\nwg pubkey </root/wg";
  const [one, two] = [await say("node1", make), await say("node2", make)];
  const join = (own: string, other: string, peer: string, endpoint: string): string => `
    wg set wg0 listen-port 51820 private-key /root/wg peer ${peer} allowed-ips ${other}/32 endpoint ${endpoint}:51820
    ip address add ${own}/32 dev wg0
    ip link set wg0 up
    ip route add ${other}/32 dev wg0`;
  const { address } = nodeAccess(labFolder(lab.folder), "node1");
  const far = nodeAccess(labFolder(lab.folder), "node2").address;
  await say("node1", join("10.9.0.1", "10.9.0.2", two, far));
  await say("node2", join("10.9.0.2", "10.9.0.1", one, address));
  expect(await say("node1", "ping -c 2 -W 5 10.9.0.2")).toContain(" 0% packet loss");
  expect(await say("node2", "wg show wg0 latest-handshakes")).not.toMatch(/\t0$/);
});

test("a packet filter of a node is its own, and in force", async () => {
  const { address } = nodeAccess(labFolder(lab.folder), "node3");
  const ping = (name: NodeName): Promise<number> =>
    on(name, async (node) => (await node.run(`ping -c 1 -W 1 ${address}`)).code);
  expect(await ping("node1")).toBe(0);
  await say(
    "node3",
    "nft 'add table inet lab; add chain inet lab in { type filter hook input priority 0; }; add rule inet lab in icmp type echo-request drop'",
  );
  expect(await ping("node1")).toBe(1);
  expect(await say("node1", "nft list tables")).not.toContain("inet lab");
  await say("node3", "nft delete table inet lab");
  expect(await ping("node1")).toBe(0);
});

test("after a restart the boot folder is run in order, disks are as they were, and all else is gone", async () => {
  const entries = {
    "10-fails": "echo fails >>/root/boot-order; exit 7",
    "20-network": "echo network >>/root/boot-order; ip netns add web; ping -c 1 -W 5 node2",
    "30-web": "echo web >>/root/boot-order; podman start web",
  };
  const folder = "/var/lib/groundplan/boot.d";
  for (const [name, text] of Object.entries(entries)) {
    const write = `cat >${folder}/${name} <<'EOF'\n#!/bin/sh\n${text}\nEOF`;
    await say("node1", `mkdir -p ${folder}\n${write}\nchmod 755 ${folder}/${name}`);
  }
  await say("node1", `echo not-run >${folder}/40-no-program\ntouch /run/gone /mnt/hdd/kept`);
  const others = await say("node2", "cut -d' ' -f22 /proc/1/stat");

  expect(await restart("node1")).toEqual(["node1", "node1-sshd"]);

  expect(await say("node1", "cat /root/boot-order")).toBe("fails\nnetwork\nweb");
  expect(await say("node1", "podman inspect web --format '{{.State.Status}}'")).toBe("running");
  expect(await say("node1", "test ! -e /run/gone; ls /mnt/hdd")).toContain("kept");
  expect(await say("node1", "ls /sys/class/net")).toBe("eth0\nlo");
  expect(await say("node2", "cut -d' ' -f22 /proc/1/stat")).toBe(others);
});

test("nodes of two labs run side by side, in networks of their own", async () => {
  const other = privateLab(["nodes"]);
  const untouched = footprint(other.folder);
  try {
    await other.up();
    const [mine, theirs] = [lab, other].map(({ folder }) => nodeAccess(labFolder(folder), "node1"));
    expect(theirs?.address).not.toBe(mine?.address);
    expect(theirs?.hostKey).not.toBe(mine?.hostKey);
    await other.down();
    expect(footprint(other.folder)).toEqual(untouched);
    expect(await lab.up()).toEqual([]);
  } finally {
    await other.dispose();
  }
});

test("a node that is not there cannot be restarted", async () => {
  await expect(restart("node4" as NodeName)).rejects.toThrow(
    "there is no node node4. Known nodes: node1, node2, node3",
  );
});

describe("bringing up again", () => {
  test("what is well stays as it is, and everything is reported as healthy", async () => {
    expect(await lab.up()).toEqual([]);
    const status = await labStatus(labFolder(lab.folder));
    expect(status.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(status.map(({ name }) => name)).toEqual(
      expect.arrayContaining(NODES.flatMap((name) => [name, `${name}-sshd`])),
    );
  });

  test.each([
    ["node2-sshd", ["node2-sshd"]],
    ["node2", ["node2", "node2-sshd"]],
    ["nodes-switch", ["nodes-switch"]],
    ["nodes-gateway", ["nodes-gateway"]],
  ])("a killed %s is started again, and what runs on other nodes stays", async (daemon, started) => {
    const container = "podman inspect web --format '{{.State.Status}} {{.State.Pid}}'";
    const running = await say("node1", container);
    await lab.kill(daemon);
    expect(await lab.up()).toEqual(started);
    for (const name of NODES) await say("node1", `ping -c 1 -W 5 ${name}`);
    for (const name of NODES) await say(name, "true");
    expect(await say("node1", container)).toBe(running);
    await say("node1", `podman pull -q ${IMAGE}`);
  });
});

test("down leaves nothing behind, and the next up brings the workloads back", async () => {
  const password = readFileSync(`${lab.folder}/registry/password`, "utf8").trim();
  expect(footprint(lab.folder).processes.join("\n")).not.toContain(password);
  await lab.down();
  expect(footprint(lab.folder)).toEqual(before);
  await lab.up();
  expect(await say("node1", "podman inspect web --format '{{.State.Status}}'")).toBe("running");
  await lab.down();
  expect(footprint(lab.folder)).toEqual(before);
});
