import { check, containing } from "./support.js";

const NODES = {
  node1: { address: "192.0.2.1", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
  node2: { address: "192.0.2.2", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
};
const IDENTITIES = {
  alice: { tid: "7", publicKey: "11".repeat(32) },
  bob: { tid: "8", publicKey: "22".repeat(32) },
};
const WEB = {
  customer: "alice",
  sign: { provision: { signers: ["alice", "bob"], quorum: 2 } },
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
      environment: { STORE: "${reservations.web.zdbs.store.namespace}" },
    },
  },
};

function checkWeb(web: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return check({ nodes: NODES, identities: IDENTITIES, reservations: { web }, ...more });
}

describe("reservations of a stack file", () => {
  it("are read with defaults, and refer to each other's outputs", () => {
    const { settings, problems } = checkWeb(WEB);
    expect(problems).toEqual([]);
    expect(settings?.reservations).toMatchObject({
      web: {
        allowDataLoss: false,
        networks: { net: { nodes: { node1: {}, node2: {} } } },
        volumes: { data: { type: "ssd" } },
        containers: { front: { cpu: 1, memory: 512 } },
      },
    });
    expect(settings?.late).toMatchObject([
      { template: [{ system: "reservations", id: "web.zdbs.store", output: "namespace" }] },
    ]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>[]]>([
    [
      "an unknown node",
      { volumes: { a: { node: "node3", size: 1 } } },
      [{ path: "reservations.web.volumes.a.node" }],
    ],
    [
      "an unknown node of a network",
      { networks: { net: { range: "10.1.0.0/16", nodes: ["node9"] } } },
      [{ path: "reservations.web.networks.net.nodes", reason: containing('no "node9"') }],
    ],
    [
      "an unknown identity",
      { ...WEB, sign: { provision: { signers: ["alcie"], quorum: 1 } } },
      [{ path: "reservations.web.sign.provision.signers[0]", reason: containing('did you mean "alice"') }],
    ],
    [
      "signatures that nobody orders",
      { volumes: WEB.volumes, sign: WEB.sign },
      [{ path: "reservations.web.customer", reason: containing("is missing") }],
    ],
    [
      "a quorum that can never be met",
      { ...WEB, sign: { provision: { signers: ["bob"], quorum: 2 } } },
      [{ path: "reservations.web.sign.provision", reason: containing("never be met") }],
    ],
    [
      "a delete quorum of 0 without an end",
      { ...WEB, sign: { ...WEB.sign, delete: { signers: [], quorum: 0 } } },
      [{ path: "reservations.web.sign.delete.quorum", reason: containing("no end") }],
    ],
    [
      "an unknown volume",
      { ...WEB, volumes: {} },
      [
        {
          path: "reservations.web.containers.front.volumes.data",
          reason: containing("volumes of this reservation"),
        },
      ],
    ],
    [
      "a volume on another node",
      { ...WEB, volumes: { data: { node: "node2", size: 1 } } },
      [{ path: "reservations.web.containers.front.volumes", reason: containing("on node node2") }],
    ],
    [
      "an address outside of the node's subnet",
      { ...WEB, containers: { front: { ...WEB.containers.front, ip: "10.10.2.2" } } },
      [{ path: "reservations.web.containers.front.ip", reason: containing("10.10.1.0/24") }],
    ],
    [
      "an address without a network",
      { containers: { front: { node: "node1", image: "a", ip: "10.10.1.2" } } },
      [{ path: "reservations.web.containers.front.network", reason: containing("is missing") }],
    ],
    [
      "subnets that overlap",
      {
        networks: {
          net: {
            range: "10.1.0.0/16",
            nodes: { node1: { subnet: "10.1.1.0/24" }, node2: { subnet: "10.1.1.0/24" } },
          },
        },
      },
      [{ path: "reservations.web.networks.net", reason: containing("taken") }],
    ],
    ["a pool without an explorer", { ...WEB, pool: "1" }, [{ path: "reservations.web.pool" }]],
    ["nothing at all", {}, [{ path: "reservations.web", reason: containing("nothing") }]],
    [
      "a word that is misspelt",
      { volums: {} },
      [{ path: "reservations.web.volums", reason: containing('did you mean "volumes"') }],
    ],
    [
      "a name that no folder can have",
      { volumes: { "a/b": { node: "node1", size: 1 } } },
      [{ path: 'reservations.web.volumes["a/b"]', reason: containing("names are letters") }],
    ],
  ])("report %s", (_what, web, expected) => {
    expect(checkWeb(web).problems).toMatchObject(expected);
  });

  it("report explorers that are not declared, and what they need", () => {
    const volumes = { data: { node: "3NAkUYqm5iPRmNAnmLfjwdreqDssvsebj4uPUt9BxFPm", size: 1 } };
    const { problems } = checkWeb({ explorer: "main", volumes });
    expect(problems.map(({ path }) => path)).toEqual([
      "reservations.web.explorer",
      "reservations.web.pool",
      "reservations.web.customer",
    ]);
  });

  it("report that an explorer cannot hold workloads back", () => {
    const volumes = { data: { node: "3NAkUYqm5iPRmNAnmLfjwdreqDssvsebj4uPUt9BxFPm", size: 1 } };
    const { problems } = checkWeb(
      { explorer: "main", pool: "1", customer: "alice", sign: WEB.sign, allowPending: true, volumes },
      { explorers: { main: { url: "https://explorer.example.com" } } },
    );
    expect(problems).toMatchObject([{ path: "reservations.web.allowPending" }]);
  });

  it("report secrets that are missing, and secrets of what is not there", () => {
    const kubernetes = { k1: { node: "node1", size: 1, network: "net", ip: "10.10.1.9" } };
    const { problems } = checkWeb(
      { ...WEB, kubernetes },
      { reservationsSecrets: { web: { zdbs: { sore: { password: "canary" } } }, wbe: {} } },
    );
    expect(problems.filter(({ severity }) => severity !== "warning")).toMatchObject([
      { path: "reservationsSecrets.wbe", reason: containing('did you mean "web"') },
      { path: "reservationsSecrets.web.zdbs.sore", reason: containing('did you mean "store"') },
      { path: "reservationsSecrets.web.kubernetes.k1.clusterSecret", reason: containing("is missing") },
    ]);
    expect(JSON.stringify(problems)).not.toContain("canary");
  });

  it("report references to what a reservation does not have, and circles", () => {
    const front = { ...WEB.containers.front, environment: { A: "${reservations.web.zdbs.store.password}" } };
    expect(checkWeb({ ...WEB, containers: { front } }).problems).toMatchObject([
      { reason: containing('"web.zdbs.store" has no output "password"') },
    ]);
    const circle = {
      a: { node: "node1", image: "i", environment: { B: "${reservations.web.containers.b.ip}" } },
      b: { node: "node1", image: "i", environment: { A: "${reservations.web.containers.a.ip}" } },
    };
    expect(checkWeb({ containers: circle }).problems).toMatchObject([{ reason: containing("circle") }]);
  });
});
