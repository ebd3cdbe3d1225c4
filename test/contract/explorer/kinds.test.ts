import { container } from "../../../providers/reservation/container.js";
import { kubernetesNode } from "../../../providers/reservation/kubernetes-node.js";
import { networkKey } from "../../../providers/reservation/network-key.js";
import { networkResource } from "../../../providers/reservation/network-resource.js";
import { publicIp } from "../../../providers/reservation/public-ip.js";
import { volume } from "../../../providers/reservation/volume.js";
import { zdb } from "../../../providers/reservation/zdb.js";
import type { AnyKind } from "../../../providers/runtime/kind.js";
import { ExplorerScene } from "../../support/explorer/scene.js";
import { InProcessStage, type Remembered } from "../../support/in-process-stage.js";
import { matching } from "../../support/text-matchers.js";

const CANARY = "canary-5d1f";
const NETWORK = { network: "net", ip: "10.10.1.2" };
const SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPV1aTXQ2AEzOnPCJYFfHkIz3lUQd8f0rQUAy0ovXHzK alice";

let scene: ExplorerScene;
let common: Readonly<Record<string, unknown>>;

beforeEach(async () => {
  scene = await ExplorerScene.open();
  const pool = await scene.pool({ cus: 1e9, sus: 1e9 });
  scene.server.world.pools.set(pool, { ...poolOf(pool), ipv4us: 1e9 });
  scene.server.world.farms.get("1")?.addresses.set("185.69.166.10/24", "0");
  common = { node: scene.node1.nodeId, explorer: "grid", pool };
});
afterEach(() => scene.close());

function poolOf(id: string) {
  const pool = scene.server.world.pools.get(id);
  if (pool === undefined) throw new Error(`there is no pool ${id}`);
  return pool;
}

/** A kind, inputs, outputs that are expected, a change that replaces, and the secrets that its node reads. */
interface Row {
  readonly kind: AnyKind;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly change: Readonly<Record<string, unknown>>;
  readonly secrets?: readonly string[];
}

const ROWS: readonly (readonly [string, Row])[] = [
  ["volume", { kind: volume, inputs: { size: 10 }, outputs: { path: "" }, change: { size: 11 } }],
  [
    "zdb",
    {
      kind: zdb,
      inputs: { size: 10, password: CANARY, public: true },
      outputs: { port: 9900, ips: ["2001:db8::1"] },
      change: { public: false },
      secrets: [CANARY],
    },
  ],
  [
    "container",
    {
      kind: container,
      inputs: {
        image: "https://hub.example/web.flist",
        network: NETWORK,
        environment: { A: "1" },
        secretEnvironment: { PASSWORD: CANARY },
        volumes: [{ volume: "12-1", mountpoint: "/data" }],
        logs: [{ stdout: "redis://10.0.0.1:6379/out" }],
      },
      outputs: { ip: "10.10.1.2", imageDigest: "" },
      change: { environment: { A: "2" } },
      secrets: [CANARY],
    },
  ],
  [
    "kubernetes",
    {
      kind: kubernetesNode,
      inputs: { size: 1, clusterSecret: CANARY, ...NETWORK, sshKeys: [SSH_KEY] },
      outputs: { endpoint: "https://10.10.1.2:6443" },
      change: { size: 2 },
      secrets: [CANARY],
    },
  ],
  [
    "public address",
    {
      kind: publicIp,
      inputs: { address: "185.69.166.10/24" },
      outputs: { ip: "185.69.166.10" },
      change: { description: "another" },
    },
  ],
];

describe.each(ROWS)("a %s", (_sort, { kind, inputs, outputs, change, secrets = [] }) => {
  let stage: InProcessStage;
  beforeEach(() => {
    stage = new InProcessStage(kind, scene.sections());
  });

  it("is ordered, stays as it is, is replaced by a change, and goes", async () => {
    const wanted = { ...common, ...inputs };
    const preview = await stage.preview(wanted);
    expect(preview.said).toContain(`order`);
    expect(scene.server.world.workloads.size).toBe(0);

    const made = await stage.up(wanted);
    expect(made.properties).toMatchObject({ ...outputs, drift: [], record: { resultState: "ok" } });
    expect(made.id).toBe(made.properties["workloadId"]);

    const before = scene.server.arrivals.length;
    expect((await stage.up(wanted, made)).did).toBe("nothing");
    expect(await stage.preview(wanted, made)).toMatchObject({ changes: false });
    expect(scene.server.arrivals).toHaveLength(before);

    expect(await stage.refresh(made)).toMatchObject({ drifted: [], properties: made.properties });

    const changed = { ...wanted, ...change, allowDataLoss: true };
    expect((await stage.preview(changed, made)).replaces).toEqual(Object.keys(change));
    const replaced = await stage.up(changed, made);
    expect(replaced.did).toBe("replaced");
    expect(replaced.id).not.toBe(made.id);

    await stage.delete(replaced);
    await stage.delete(replaced);
    expect(await stage.refresh(replaced)).toBeUndefined();
    const states = [...scene.server.world.workloads.values()].map(({ nextAction }) => nextAction);
    expect(states).toEqual([6, 6]);
    const [pool] = scene.server.world.pools.values();
    expect(pool).toMatchObject({ activeCu: 0, activeSu: 0, activeIpv4: 0, activeWorkloadIds: [] });
  });

  it("gives its secrets to its node alone", async () => {
    const made = await stage.up({ ...common, ...inputs });
    const { inputs: asTheEngineKeepsSecrets, ...state } = made;
    expect(asTheEngineKeepsSecrets).toBeDefined();
    expect(JSON.stringify([state, stage.said, [...scene.server.world.workloads.values()]])).not.toContain(
      CANARY,
    );
    expect([...scene.node1.secrets.values()]).toEqual(secrets);
  });
});

describe("networks", () => {
  let keys: InProcessStage;
  let stage: InProcessStage;
  beforeEach(() => {
    keys = new InProcessStage(networkKey, scene.sections(), "key");
    stage = new InProcessStage(networkResource, scene.sections(), "net");
  });

  const network = (key: unknown, rest: object = {}) => ({
    ...common,
    ...{ name: "net", networkRange: "10.10.0.0/16", range: "10.10.1.0/24", listenPort: 3000, key, ...rest },
  });
  const peer = {
    publicKey: "kDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=",
    endpoint: "37.187.124.71:51820",
    range: "10.10.2.0/24",
    allowedRanges: ["10.10.2.0/24", "100.64.10.2/32"],
  };

  it("have a key that only the node can read", async () => {
    const key = await keys.up({ ...common, name: "net" });
    expect(await keys.refresh(key)).toMatchObject({ drifted: [] });
    const made = await stage.up(network(key.properties["workloadId"]));
    expect(made.properties).toMatchObject({
      networkId: "net",
      publicKey: key.properties["publicKey"],
      gateway: "10.10.1.1",
    });
    const [privateKey = ""] = scene.node1.secrets.values();
    expect(Buffer.from(privateKey, "base64")).toHaveLength(32);
    expect(JSON.stringify([key, made, stage.said, keys.said])).not.toContain(privateKey);
    await keys.delete(key);
  });

  it("are changed by a newer one in the old one's place, under the same id", async () => {
    const key = await keys.up({ ...common, name: "net" });
    const made = await stage.up(network(key.properties["workloadId"]));
    expect(made.id).toBe(`7/net/${scene.node1.nodeId}`);

    const wanted = network(key.properties["workloadId"], { peers: [peer], listenPort: 3001 });
    const { said, replaces } = await stage.preview(wanted, made);
    expect(replaces).toEqual([]);
    expect(said).toMatch(/order a newer network .*, then have \d+ deleted/);
    const newer = await stage.up(wanted, made);
    expect(newer).toMatchObject({ did: "updated", id: made.id, properties: { peers: [peer], drift: [] } });
    expect(newer.properties["workloadId"]).not.toBe(made.properties["workloadId"]);
    expect([...scene.server.world.workloads.values()].map(({ nextAction }) => nextAction)).toEqual([6, 3]);
    expect(await stage.refresh(newer)).toMatchObject({ drifted: [] });
    await stage.delete(newer);
    expect(await stage.refresh(newer)).toBeUndefined();
  });

  it("remember the old one when it cannot be deleted yet", async () => {
    const key = await keys.up({ ...common, name: "net" });
    const made = await stage.up(network(key.properties["workloadId"]));
    const wanted = {
      ...network(key.properties["workloadId"], { listenPort: 3001 }),
      timeouts: { update: 3 },
    };
    scene.node1.outcome = (workload) => (workload.nextAction === 4 ? "never" : "ok");
    const error: unknown = await stage.up(wanted, made).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      id: made.id,
      properties: { listenPort: 3001, record: { older: matching(/^\d+$/) } },
    });
    const saved = { ...made, properties: propertiesOf(error) };
    scene.node1.outcome = () => "ok";
    stage.nextCommand();
    expect((await stage.preview(wanted, saved)).said).toMatch(
      /have network \d+ deleted, which \d+ has followed/,
    );
    const again = await stage.up(wanted, saved);
    expect(again.properties["record"]).not.toHaveProperty("older");
    expect([...scene.server.world.workloads.values()].map(({ nextAction }) => nextAction)).toEqual([6, 3]);
    expect((await stage.up(wanted, again)).did).toBe("nothing");
  });

  it("are refused without a key", async () => {
    await expect(stage.up(network(undefined))).rejects.toThrow(/key: must be the workloadId of a NetworkKey/);
    expect(scene.server.world.workloads.size).toBe(0);
  });
});

it.each<[string, AnyKind, object, RegExp]>([
  [
    "a public address that is no workload",
    kubernetesNode,
    { publicIp: "1.2.3.4" },
    /publicIp: "1\.2\.3\.4" must be/,
  ],
  ["a database's password for everybody", kubernetesNode, { datastoreEndpoint: "x" }, /show it to everybody/],
  ["a machine that nobody can log in to", kubernetesNode, { sshKeys: [] }, /sshKeys: is empty/],
  ["an image", container, { image: "registry.example/web:1" }, /must be the address of an flist/],
  ["a container without a network", container, { network: undefined }, /network: is missing/],
  [
    "a target of an address",
    publicIp,
    { target: { network: "1".repeat(13), ip: "10.0.0.1" } },
    /target: has no/,
  ],
])("explorers are not asked for %s", async (_what, kind, rest, text) => {
  const row = ROWS.find(([, one]) => one.kind === kind)?.[1].inputs;
  const stage = new InProcessStage(kind, scene.sections());
  await expect(stage.preview({ ...common, ...row, ...rest })).rejects.toThrow(text);
  await expect(stage.up({ ...common, ...row, ...rest })).rejects.toThrow(text);
  expect(scene.server.world.workloads.size).toBe(0);
});

test("what belongs together finds each other by the outputs, and goes in the reverse order", async () => {
  scene.server.world.nodesLook = true;
  const made: [InProcessStage, Remembered][] = [];
  const up = async (kind: AnyKind, name: string, inputs: object): Promise<Remembered> => {
    const stage = new InProcessStage(kind, scene.sections(), name);
    const resource = await stage.up({ ...common, ...inputs });
    made.push([stage, resource]);
    return resource;
  };
  const [one, two] = [scene.node1.nodeId, scene.node2.nodeId];
  const keys = [
    await up(networkKey, "key1", { name: "net", node: one }),
    await up(networkKey, "key2", { name: "net", node: two }),
  ].map(({ properties }) => properties);
  const part = (own: number, other: number) => ({
    ...{ name: "net", networkRange: "10.10.0.0/16", range: `10.10.${own}.0/24`, listenPort: 3000 },
    key: keys[own - 1]?.["workloadId"],
    peers: [
      {
        publicKey: keys[other - 1]?.["publicKey"],
        ...{ endpoint: `192.0.2.${other}:3000`, range: `10.10.${other}.0/24` },
        allowedRanges: [`10.10.${other}.0/24`],
      },
    ],
  });
  const network = await up(networkResource, "net1", { ...part(1, 2), node: one });
  await up(networkResource, "net2", { ...part(2, 1), node: two });
  const data = await up(volume, "data", { size: 1 });
  const place = { network: network.properties["networkId"], ip: "10.10.1.2" };
  await up(container, "web", {
    ...{ image: "https://hub.example/web.flist", network: place },
    volumes: [{ volume: data.properties["workloadId"], mountpoint: "/data" }],
  });
  const address = await up(publicIp, "address", { address: "185.69.166.10/24" });
  const machine = await up(kubernetesNode, "k1", {
    ...{ size: 1, clusterSecret: "secret", sshKeys: [SSH_KEY], network: place.network, ip: "10.10.1.3" },
    publicIp: address.properties["workloadId"],
  });
  expect(machine.properties).toMatchObject({ drift: [] });
  for (const [stage, resource] of made) expect(await stage.refresh(resource)).toMatchObject({ drifted: [] });
  for (const [stage, resource] of made.reverse()) await stage.delete(resource);
  expect(new Set([...scene.server.world.workloads.values()].map(({ nextAction }) => nextAction))).toEqual(
    new Set([6]),
  );
  expect([...scene.server.world.pools.values()]).toMatchObject([{ activeCu: 0, activeSu: 0, activeIpv4: 0 }]);
});

function propertiesOf(error: unknown): Record<string, unknown> {
  if (error instanceof Error && "properties" in error && typeof error.properties === "object")
    return { ...error.properties };
  throw new Error(`nothing was saved: ${String(error)}`);
}
