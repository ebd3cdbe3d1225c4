import * as pulumi from "@pulumi/pulumi";
import { declareReservations, Reservation, type ReservationArgs } from "../../../components/index.js";
import { madeClusters } from "../../../config/program/made-clusters.js";
import { reservationArgs } from "../../../config/program/reservation-args.js";
import { itemId, REFERABLE, type ReferableGroup } from "../../../config/reservations/items.js";
import { workloadId } from "../../../providers/node/workload-id.js";
import { check } from "../../unit/config/support.js";
import { declared, type Declared } from "../imagehub/declared.js";
import { valueOf } from "../program/value-of.js";

const MODULE = "pulumi-nodejs:dynamic/reservation";
const DOCUMENT = `${MODULE}:ReservationDocument`;
const CONTAINER = `${MODULE}:Container`;
const VOLUME = `${MODULE}:Volume`;
const NETWORK_RESOURCE = `${MODULE}:NetworkResource`;

const NODES = {
  node1: { address: "192.0.2.1", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
  node2: { address: "192.0.2.2", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
};
const IDENTITIES = {
  alice: { tid: "7", publicKey: "11".repeat(32) },
  bob: { tid: "8", publicKey: "22".repeat(32) },
};
const ENDPOINTS = { node1: "192.0.2.1", node2: "192.0.2.2" };
const SECRETS = {
  web: {
    containers: { front: { secretEnvironment: { PASSWORD: "canary" } } },
    zdbs: { store: { password: "canary" } },
    kubernetes: { k1: { clusterSecret: "canary" } },
  },
};
const PLAIN = {
  networks: { net: { range: "10.10.0.0/16", nodes: ["node1", "node2"] } },
  volumes: { data: { node: "node1", size: 1 } },
  zdbs: { store: { node: "node2", size: 1 } },
  containers: {
    front: {
      node: "node1",
      image: "registry.test/front:1",
      network: "net",
      ip: "10.10.1.2",
      volumes: { data: "/data" },
      environment: { STORE: "at ${reservations.web.zdbs.store.namespace}" },
    },
  },
  kubernetes: { k1: { node: "node2", size: 1, network: "net", ip: "10.10.2.9" } },
  publicIps: {
    out: { node: "node1", address: "203.0.113.7/24", target: { network: "net", ip: "10.10.1.2" } },
  },
};
const WEB = { ...PLAIN, customer: "alice", sign: { provision: { signers: ["bob"], quorum: 1 } } };
const OUTPUTS = {
  [VOLUME]: { workloadId: "volume-1", path: "/mnt/ssd/volume-1" },
  [`${MODULE}:Zdb`]: { workloadId: "zdb-1", namespace: "ns-1", ips: ["192.0.2.2"], port: 9900 },
  [CONTAINER]: { workloadId: "container-1", ip: "10.10.1.2", imageDigest: "sha256:1" },
  [`${MODULE}:KubernetesNode`]: { workloadId: "kubernetes-1", kubeconfig: "canary" },
  [`${MODULE}:PublicIp`]: { workloadId: "publicip-1", ip: "203.0.113.7" },
  [NETWORK_RESOURCE]: { workloadId: "network-abc", networkId: "abc" },
  [DOCUMENT]: { documentId: "5", nextAction: "deploy", signed: ["8"], missing: [] },
};
const CONFIG = {
  "groundplan:explorers": JSON.stringify({ main: { url: "https://explorer.example.com" } }),
  "groundplan:identities": JSON.stringify(IDENTITIES),
  "groundplan:reservationsSecrets": JSON.stringify(SECRETS),
};
/** Whose the mocked stack's workloads are. */
const OWNER = "abc123/shop/dev";
const NOW = Date.UTC(2026, 10, 1);

/** Declares what a stack file with this reservation declares. */
async function declareWeb(web: Record<string, unknown> = WEB) {
  const { settings, problems } = check({
    nodes: NODES,
    identities: IDENTITIES,
    reservations: { web },
    reservationsSecrets: SECRETS,
  });
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  let result: ReturnType<typeof declareReservations> | undefined;
  const found = await declared(
    () => {
      const text = (given: string): pulumi.Input<string> =>
        settings.late.some(({ standIn }) => standIn === given) ? pulumi.output("at ns-1") : given;
      const args = reservationArgs(settings.reservations, text, settings.late, ENDPOINTS);
      result = declareReservations(args);
    },
    { config: CONFIG, outputs: OUTPUTS },
  );
  if (result === undefined) throw new Error("nothing was declared");
  return { found, result };
}

/** Declares a reservation by code. */
function reserve(args: ReservationArgs): Promise<Declared[]> {
  return declared(() => new Reservation("web", { endpoints: ENDPOINTS, now: NOW, ...args }), {
    config: CONFIG,
    outputs: OUTPUTS,
  });
}

/** Why a reservation by code cannot be declared. */
async function refusal(args: ReservationArgs): Promise<string> {
  let said = "";
  await declared(
    () => {
      try {
        new Reservation("web", { endpoints: ENDPOINTS, now: NOW, ...args });
      } catch (error) {
        said = String(error);
      }
    },
    { config: CONFIG },
  );
  return said;
}

function only(found: readonly Declared[], type: string, name?: string): Declared {
  const fitting = found.filter((one) => one.type === type && (name === undefined || one.name === name));
  const [first] = fitting;
  if (first === undefined || fitting.length > 1)
    throw new Error(`${fitting.length} of ${type} ${name ?? ""}`);
  return first;
}

function documentOf(found: readonly Declared[]) {
  const { document } = only(found, DOCUMENT).inputs;
  return JSON.parse(String(document)) as {
    id: number;
    customer_tid: number;
    data_reservation: { containers: Record<string, unknown>[] };
  };
}

describe("a reservation of a stack file", () => {
  it("declares its document first, and everything else after it", async () => {
    const { found } = await declareWeb();
    const own = found.filter(({ type }) => type.startsWith(MODULE));
    expect(own.map(({ name }) => name).sort()).toEqual([
      "web-container-front",
      "web-document",
      "web-kubernetes-k1",
      "web-network-net-node1",
      "web-network-net-node1",
      "web-network-net-node2",
      "web-network-net-node2",
      "web-publicip-out",
      "web-volume-data",
      "web-zdb-store",
    ]);
    for (const { name, type, after } of own.filter((one) => one.type !== DOCUMENT)) {
      expect([type, name, after.join(" ")]).toEqual([type, name, expect.stringContaining("web-document")]);
    }
    expect(only(found, DOCUMENT).inputs).toMatchObject({
      name: "web",
      nodes: ["node1", "node2"],
      customer: "alice",
      signers: ["alice", "bob"],
    });
  });

  it("has each workload say which member of the document it is", async () => {
    const { found } = await declareWeb();
    const id = String(documentOf(found).id);
    const members = found.flatMap(({ inputs }) => {
      const reservation = inputs["reservation"];
      return reservation === undefined ? [] : [reservation as { id: string; member: string }];
    });
    expect(new Set(members.map((member) => member.id))).toEqual(new Set([id]));
    expect(new Set(members.map(({ member }) => member)).size).toBe(6);
  });

  it("gives containers what they use: networks and volumes of the same reservation", async () => {
    const { found } = await declareWeb();
    const container = only(found, CONTAINER);
    expect(container.after.join(" ")).toContain("web-volume-data");
    expect(container.after.join(" ")).toContain("web-network-net-node1");
    // By name, since outputs would be unknown in previews of changes.
    expect(container.inputs).toMatchObject({
      node: "node1",
      network: { network: workloadId("network", `${OWNER}/web-network-net-node1`).slice(8), ip: "10.10.1.2" },
      volumes: [{ volume: workloadId("volume", `${OWNER}/web-volume-data`), mountpoint: "/data" }],
      environment: { STORE: "at ns-1" },
      secretEnvironment: { value: { PASSWORD: "canary" } },
    });
  });

  it("is signed as it is written, without values of secrets", async () => {
    const { found } = await declareWeb();
    const [front] = documentOf(found).data_reservation.containers;
    expect(front).toMatchObject({
      environment: { STORE: "at ${reservations.web.zdbs.store.namespace}" },
      secret_environment: { PASSWORD: "" },
    });
    expect(JSON.stringify(only(found, DOCUMENT).inputs)).not.toContain("canary");
  });

  it("publishes every output that references may name", async () => {
    const { result } = await declareWeb();
    const keys = { volumes: "data", zdbs: "store", containers: "front", kubernetes: "k1", publicIps: "out" };
    for (const [group, outputs] of Object.entries(REFERABLE) as [ReferableGroup, readonly string[]][]) {
      const published = result.outputs[itemId("web", group, keys[group])] ?? {};
      expect([group, Object.keys(published).sort()]).toEqual([group, [...outputs].sort()]);
    }
    expect(await valueOf(result.summary["web"])).toMatchObject({
      state: "deploy",
      containers: { front: "10.10.1.2" },
      volumes: { data: "/mnt/ssd/volume-1" },
    });
  });

  it("writes the kubeconfig of a node where a cluster names it, and tells what comes after that", async () => {
    const kubernetes = { k1: { ...WEB.kubernetes.k1, kubeconfigFile: ".kube/k1" } };
    const { found, result } = await declareWeb({ ...WEB, kubernetes });
    const file = only(found, `${MODULE}:KubeconfigFile`);
    expect(file).toMatchObject({ name: "web-kubeconfig-k1", inputs: { path: ".kube/k1" } });
    expect(file.after.join(" ")).toContain("web-kubernetes-k1");
    const { document: plain } = only((await declareWeb()).found, DOCUMENT).inputs;
    expect(only(found, DOCUMENT).inputs["document"]).toBe(plain);
    const clusters = { k1: { kubeconfig: ".kube/k1" }, other: { kubeconfig: ".kube/other" } };
    const made = madeClusters(clusters, result.kubeconfigFiles, { exists: () => false });
    expect(Object.keys(made)).toEqual(["k1"]);
    expect(made["k1"]).toMatchObject({ by: [result.kubeconfigFiles[".kube/k1"]], isKnown: false });
  });

  it("needs neither customer nor signatures", async () => {
    const { found } = await declareWeb(PLAIN);
    expect(documentOf(found).customer_tid).toBe(0);
    expect(only(found, DOCUMENT).inputs).toMatchObject({ signers: [] });
  });
});

describe("a reservation that is over", () => {
  const warned = jest.spyOn(pulumi.log, "warn");
  beforeEach(() => warned.mockReset().mockResolvedValue(undefined));
  afterAll(() => {
    warned.mockRestore();
  });
  const EXPIRES = "2026-10-31T00:00:00Z";
  const containers = { front: { node: "node1", image: "registry.test/front:1" } };

  it("declares nothing any more", async () => {
    const found = await reserve({ expires: EXPIRES, containers });
    expect(found.map(({ type }) => type)).toEqual(["groundplan:reservation:Reservation"]);
    expect(warned.mock.calls.map(([text]) => text)).toEqual([
      "reservation web ended at 2026-10-31T00:00:00.000Z; its workloads are deleted",
    ]);
  });

  it("is refused while it holds data that nobody gave up", async () => {
    const data = { expires: EXPIRES, volumes: { data: { node: "node1", size: 1 } } };
    expect(await refusal(data)).toContain("its end would destroy data: volume data");
    expect(await reserve({ ...data, allowDataLoss: true })).toHaveLength(1);
  });

  it("was warned of in its last week", async () => {
    const found = await reserve({ expires: "2026-11-05T00:00:00Z", containers });
    expect(found).toHaveLength(3);
    expect(warned.mock.calls.map(([text]) => text)).toEqual([
      "reservation web ends at 2026-11-05T00:00:00.000Z; its workloads are deleted then",
    ]);
  });
});

describe("a reservation by code", () => {
  it("takes outputs, and has them in its document", async () => {
    const image = pulumi.output("registry.test/late:2");
    const found = await reserve({ containers: { front: { node: "node1", image } } });
    expect(documentOf(found).data_reservation.containers).toMatchObject([{ flist: "registry.test/late:2" }]);
  });

  it("is kept by an explorer once its document is signed", async () => {
    const found = await reserve({
      explorer: "main",
      pool: "12",
      customer: "alice",
      sign: { delete: { signers: ["bob", "alice"], quorum: 2 } },
      volumes: { data: { node: "abc", size: 1 } },
    });
    expect(only(found, VOLUME).inputs).toMatchObject({
      ...{ explorer: "main", pool: "12", identity: "alice" },
      deletion: { signers: ["8", "7"], quorum: 2 },
    });
    expect(only(found, VOLUME).inputs["reservation"]).toBeUndefined();
    expect(only(found, VOLUME).after.join(" ")).toContain("web-document");
    const document = only(found, DOCUMENT).inputs;
    expect(document).toMatchObject({ backend: "https://explorer.example.com" });
    expect(document["nodes"]).toBeUndefined();
    expect(String(document["document"])).toContain('"pool_id":12');
  });

  it.each<[string, ReservationArgs, string]>([
    ["a size that cannot be", { volumes: { data: { node: "node1", size: 0 } } }, "volumes.data.size"],
    [
      "a volume that is not there",
      { containers: { front: { node: "node1", image: "i", volumes: { data: "/data" } } } },
      'it has no volume "data"',
    ],
    [
      "an identity that is not there",
      { customer: "eve", volumes: { a: { node: "node1", size: 1 } } },
      "identities.eve",
    ],
  ])("is refused with %s", async (_what, args, said) => {
    expect(await refusal(args)).toContain(said);
  });
});
