import type { NodeName } from "../../../lab/profiles/index.js";
import type { Deployed } from "../../support/kind-stage.js";
import { NodePrograms } from "../../support/node-programs.js";
import { type NodeStage, openNodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { ProviderError } from "../../support/provider-wire.js";
import { until } from "../../support/until.js";
import { makeNetwork, networkOf, removeNetwork, type Part } from "./network-scene.js";

const SECRET = "canary-cluster-secret-5d1e";
const DATASTORE = "mysql://k3s:canary-datastore-77@tcp(10.9.8.7:3306)/k3s";
const MIB = 2 ** 20;

let stage: NodeStage;
let programs: NodePrograms;
let parts: readonly Part[];
let master: Deployed;

beforeAll(async () => {
  stage = await openNodeStage();
  programs = await NodePrograms.open(stage, ["node1", "node2"]);
  parts = await makeNetwork(stage, "clusternet", ["node1", "node2"]);
});

afterAll(async () => {
  await programs.close();
  await stage.close();
});

/** What the double has written down about its start. */
interface Start {
  readonly command: string;
  readonly words: readonly string[];
  readonly configuration: string;
}

/** Inputs of a node with 256 MiB and one processor on one of the network's nodes. */
function wanted(name: string, on: number, rest: Properties = {}): Properties {
  const part = partOn(on);
  return stage.inputs("KubernetesNode", name, {
    node: part.node,
    size: -1,
    customSize: { cpu: 1, memory: 0.25, disk: 1 },
    clusterSecret: SECRET,
    network: networkOf(part.deployed),
    ip: `${part.prefix}.10`,
    binary: programs.source("k3s"),
    ...rest,
  });
}

describe("a Kubernetes node on a node", () => {
  test("comes up as a master, with a configuration that leads to its own address", async () => {
    master = await stage.up(wanted("k1", 0));
    const ip = `${partOn(0).prefix}.10`;
    expect(outputs(master)).toMatchObject({
      drift: [],
      ip,
      endpoint: `https://${ip}:6443`,
      nodeName: master.id.toLowerCase(),
      kubeconfig: expect.stringContaining(`server: https://${ip}:6443`) as unknown,
    });
    expect(await inNetwork(0, `curl -s http://${ip}:6443/readyz`)).toBe("ok");
  });

  test("starts k3s with what is wanted, in its own place", async () => {
    const { command, words, configuration } = await startedWith("node1", master);
    const ip = `${partOn(0).prefix}.10`;
    const folder = `/var/lib/groundplan/w/${master.id}/k3s`;
    const memory = Number(await stage.say("node1", "awk '/^MemTotal:/ { print $2 }' /proc/meminfo"));
    const cpus = Number(await stage.say("node1", "getconf _NPROCESSORS_ONLN"));
    expect([command, ...words]).toEqual([
      "server",
      `--write-kubeconfig=${folder}/kubeconfig`,
      "--write-kubeconfig-mode=600",
      `--advertise-address=${ip}`,
      `--tls-san=${ip}`,
      `--data-dir=${folder}/data`,
      `--token-file=${folder}/token`,
      `--node-name=${master.id.toLowerCase()}`,
      `--node-ip=${ip}`,
      "--flannel-iface=eth0",
      `--kubelet-arg=system-reserved=memory=${memory - 256 * 1024}Ki,cpu=${cpus - 1}`,
    ]);
    expect(configuration).toBe("");
    expect(await stage.say("node1", "find /var/lib/kubelet /run/k3s /etc/rancher /run/flannel -type f")).toBe(
      "",
    );
  });

  test("has no more memory and processor time than its size", async () => {
    expect(await limits("node1", master)).toEqual([256 * MIB, 100_000]);
  });

  test("is left as it is by a second up", async () => {
    await expect(stage.preview(wanted("k1", 0), master)).resolves.toMatchObject({ changes: false });
    expect(outputs(await fresh(master))).toEqual(outputs(master));
  });

  test("lets a worker with its secret in, and no other", async () => {
    const masterIps = [`${partOn(0).prefix}.10`];
    const stranger = wanted("k3", 1, {
      ip: `${partOn(1).prefix}.11`,
      masterIps,
      clusterSecret: "another",
      timeouts: { create: 20 },
    });
    const error = await stage.up(stranger).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProviderError) || error.saved === undefined) throw error;
    expect(error.message).toMatch(/the Kubernetes node is not ready: .*denies the token/);
    await stage.delete(error.saved);
    const worker = await stage.up(wanted("k2", 1, { masterIps }));
    expect(outputs(worker)).toMatchObject({ drift: [], endpoint: `https://${masterIps[0]}:6443` });
    expect(outputs(worker)).not.toHaveProperty("kubeconfig");
    await stage.delete(worker);
  });

  test("changes size, ingress and program in place", async () => {
    const change = {
      customSize: { cpu: 1, memory: 0.5, disk: 1 },
      disableDefaultIngress: true,
      binary: programs.source("k3s", { name: "another one" }),
    };
    master = await stage.up(wanted("k1", 0, change), master);
    expect(await limits("node1", master)).toEqual([512 * MIB, 100_000]);
    expect((await startedWith("node1", master)).words).toContain("--disable=traefik");
    master = await stage.up(wanted("k1", 0), master);
    expect((await startedWith("node1", master)).words).not.toContain("--disable=traefik");
  });

  test.each([
    ["ip", { ip: "10.10.1.12" }],
    ["clusterSecret", { clusterSecret: "another" }],
    ["masterIps", { masterIps: ["10.10.1.99"] }],
    ["datastoreEndpoint", { datastoreEndpoint: DATASTORE }],
    ["network", { network: "123456789abcd" }],
  ])("is replaced when its %s changes, with leave to lose its data only", async (field, change) => {
    const inputs = wanted("k1", 0, change);
    await expect(stage.preview(inputs, master)).rejects.toThrow(/allowDataLoss/);
    const allowed = await stage.preview({ ...inputs, allowDataLoss: true }, master);
    expect(allowed.replaces).toContain(field);
  });

  test.each([
    [
      "its secret",
      "echo other >/var/lib/groundplan/w/ID/k3s/token",
      "clusterSecret, datastoreEndpoint: changed",
    ],
    ["its address", "ip -n ID addr flush dev eth0", "address: missing"],
    [
      "a limit",
      "cd /sys/fs/cgroup; for file in */groundplan/ID/memory.limit_in_bytes groundplan/ID/memory.max; do [ ! -e $file ] || echo 99999744 >$file; done",
      "memory: limited to 95.37 MiB",
    ],
  ])("shows %s when somebody changes it, and puts it right", async (_what, act, drift) => {
    await stage.say("node1", act.replaceAll("ID", master.id));
    const found = await fresh(master);
    expect(outputs(found)["drift"]).toEqual([drift]);
    master = await stage.up(wanted("k1", 0), found);
    expect(outputs(await stage.refresh(master))).toMatchObject({ drift: [] });
    expect(await limits("node1", master)).toEqual([256 * MIB, 100_000]);
  });

  test("comes back when it is killed, and after a restart of the node", async () => {
    await stage.say(
      "node1",
      `kill -9 $(find /sys/fs/cgroup -path '*/groundplan/${master.id}/*' -name cgroup.procs -exec cat {} + | sort -u)`,
    );
    await untilReady();
    expect(outputs(await fresh(master))).toMatchObject({ drift: [] });
    await stage.restartNode("node1");
    await untilReady();
    expect(outputs(await fresh(master))).toEqual(outputs(master));
  });

  test("shows that it was stopped, and starts it again", async () => {
    await stage.say("node1", `read -r pid began </run/groundplan/s/${master.id}/supervisor; kill $pid`);
    const stopped = await until("it to stop", async () => {
      const found = await fresh(master);
      return JSON.stringify(outputs(found)["drift"]).includes("process: stopped") ? found : undefined;
    });
    master = await stage.up(wanted("k1", 0), stopped);
    expect(outputs(await fresh(master))).toMatchObject({ drift: [] });
  });

  test("has its secrets in private files only", async () => {
    const files = await stage.say(
      "node1",
      `grep -rlaE 'canary-' /var /run /tmp /etc /root /home 2>/dev/null | while read -r file; do stat -c '%a %n' "$file"; done`,
    );
    expect(files).toBe(`600 /var/lib/groundplan/w/${master.id}/k3s/token`);
    const shown = await stage.say("node1", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' ' '");
    expect(shown).toContain("--token-file=");
    expect(shown).not.toContain("canary-");
    expect(JSON.stringify(master.properties)).not.toContain("canary-");
    expect(stage.said("KubernetesNode", "k1")).not.toContain("canary-");
  });

  test("gives a shared database to k3s by a private file, and hands on the configuration as k3s wrote it", async () => {
    const kubeconfig = "server: https://kubernetes.example.org:6443";
    const binary = programs.source("k3s", { kubeconfig });
    const change = { ip: `${partOn(0).prefix}.14`, datastoreEndpoint: DATASTORE, binary };
    const other = await stage.up(wanted("k4", 0, change));
    expect(outputs(other)).toMatchObject({ drift: [], kubeconfig });
    const { words, configuration } = await startedWith("node1", other);
    expect(words.join(" ")).not.toContain("canary-");
    expect(configuration).toBe(`datastore-endpoint: ${JSON.stringify(DATASTORE)}\n`);
    expect(await stage.say("node1", `stat -c %a /var/lib/groundplan/w/${other.id}/k3s/config.yaml`)).toBe(
      "600",
    );
    await stage.delete(other);
    expect(outputs(await fresh(master))).toMatchObject({ drift: [] });
  });

  test("keeps its network from being removed, and leaves nothing when it goes", async () => {
    await expect(removeNetwork(stage, parts)).rejects.toThrow(master.id);
    await stage.delete(master);
    await stage.delete(master);
    await removeNetwork(stage, parts);
    expect(
      await stage.say(
        "node1",
        `cd /var/lib/groundplan; ls -d w/k* w/n* s/k* s/n* bin/${programs.source("k3s").sha256} /var/lib/kubelet /run/k3s /etc/rancher /var/lib/cni /run/netns/kube* \
          /sys/fs/cgroup/*/groundplan 2>/dev/null || :; pgrep -af 'k3s|86400' || :`,
      ),
    ).toBe("");
  });
});

describe("what a Kubernetes node is refused for", () => {
  test.each<[string, Properties, RegExp]>([
    [
      "a k3s without its digest",
      { binary: { url: "https://example.org/k3s" } },
      /binary: must be \{ url, sha256 \}/,
    ],
    ["keys to log in with", { sshKeys: ["ssh-ed25519 AAAA me"] }, /sshKeys: is only for an explorer/],
    ["a public address", { publicIp: "publicip-1" }, /publicIp: is only for an explorer/],
  ])("%s", async (_what, rest, reason) => {
    const inputs = wanted("no", 0, rest);
    const { failures } = await stage.provider.check({}, inputs);
    expect(failures.map(({ reason: why }) => why).join("\n")).toMatch(reason);
  });

  test("a network that is not there", async () => {
    const error = await stage.up(wanted("no", 0)).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProviderError) || error.saved === undefined) throw error;
    expect(error.message).toMatch(/network .* is not on this node/);
    await stage.delete(error.saved);
  });
});

function partOn(index: number): Part {
  const part = parts[index];
  if (part === undefined) throw new Error("the network has no such part");
  return part;
}

function outputs({ properties }: Deployed): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== "__state"));
}

/** What a refresh of the next command finds. */
async function fresh(deployed: Deployed): Promise<Deployed> {
  await stage.nextCommand();
  return stage.refresh(deployed);
}

async function untilReady(): Promise<void> {
  const address = `${partOn(0).prefix}.10`;
  await until(
    "the cluster to answer",
    async () => (await inNetwork(0, `curl -s http://${address}:6443/readyz || :`)) === "ok",
  );
}

/** Runs a command in the network's own namespace. */
function inNetwork(index: number, command: string): Promise<string> {
  const { node, deployed } = partOn(index);
  return stage.say(node, `ip netns exec n-${networkOf(deployed)} ${command}`);
}

async function startedWith(node: NodeName, { id }: Deployed): Promise<Start> {
  return JSON.parse(
    await stage.say(node, `cat /var/lib/groundplan/w/${id}/k3s/data/started-with.json`),
  ) as Start;
}

/** Bytes of memory, and microseconds of a tenth of a second. */
async function limits(node: NodeName, { id }: Deployed): Promise<number[]> {
  const found = await stage.say(
    node,
    `cat /sys/fs/cgroup/memory/groundplan/${id}/memory.limit_in_bytes /sys/fs/cgroup/cpu/groundplan/${id}/cpu.cfs_quota_us 2>/dev/null ||
      { cat /sys/fs/cgroup/groundplan/${id}/memory.max; cut -d' ' -f1 /sys/fs/cgroup/groundplan/${id}/cpu.max; }`,
  );
  return found.split("\n").map(Number);
}
