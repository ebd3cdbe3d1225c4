import {
  reservationProblems,
  type ReservationContext,
} from "../../../model/reservation/rules/reservation-rules.js";
import {
  dataSchema,
  networkResourceSchema,
  reservationSchema,
} from "../../../model/reservation/types/index.js";
import { classic } from "../../../model/reservation/wire/codec.js";
import { documentJson, documentMismatch } from "../../../model/reservation/wire/document.js";

const NOW = 1_700_000_000;
const CONTEXT: ReservationContext = { backend: "ledger", stage: "declared", now: NOW };
const key = (index: number): string => Buffer.alloc(32, index).toString("base64");

const part = (nodeId: string, index: number, more: Record<string, unknown> = {}) => ({
  nodeId,
  iprange: `10.10.${index}.0/24`,
  wireguardPublicKey: key(index),
  wireguardListenPort: 1600,
  ...more,
});
const container = (
  workloadId: string,
  nodeId: string,
  ipaddress: string,
  more: Record<string, unknown> = {},
) => ({
  workloadId,
  nodeId,
  flist: "f",
  networkConnection: [{ networkId: "net", ipaddress }],
  capacity: { cpu: 1, memory: 64 },
  ...more,
});
const k8s = (workloadId: string, nodeId: string, ipaddress: string, more: Record<string, unknown> = {}) => ({
  workloadId,
  nodeId,
  networkId: "net",
  ipaddress,
  size: 1,
  ...more,
});
const NETWORK = {
  name: "net",
  workloadId: "9",
  iprange: "10.10.0.0/16",
  networkResources: [part("a", 1), part("b", 2)],
};
const GOOD = {
  volumes: [{ workloadId: "1", nodeId: "a", size: 5, type: 1 }],
  containers: [
    container("2", "a", "10.10.1.5", { volumes: [{ volumeId: "-1", mountpoint: "/data" }] }),
    container("3", "b", "10.10.2.5"),
  ],
  networks: [NETWORK],
  kubernetes: [
    k8s("4", "a", "10.10.1.6", { publicIp: "6" }),
    k8s("5", "b", "10.10.2.6", { masterIps: ["10.10.1.6"] }),
  ],
  publicIps: [{ workloadId: "6", nodeId: "a", ipaddress: "185.69.166.10/24" }],
  signingRequestDelete: { signers: ["7"], quorumMin: 1 },
  expirationProvisioning: NOW + 100,
  expirationReservation: NOW + 200,
};

function problems(
  data: Record<string, unknown>,
  {
    context = {},
    document = {},
  }: { context?: Partial<ReservationContext>; document?: Record<string, unknown> } = {},
) {
  const reservation = reservationSchema.parse({
    id: "42",
    customerTid: "7",
    dataReservation: { ...GOOD, ...data },
    ...document,
  });
  return reservationProblems(reservation, { ...CONTEXT, ...context });
}

/** `path (rule)` of each problem, paths without the part that all have in common. */
function found(...given: Parameters<typeof problems>): readonly string[] {
  return problems(...given).map(({ path, reason }) => {
    const rule = /\(([a-z0-9-]+)\)$/.exec(reason)?.[1];
    return `${path.replace(/^dataReservation\./, "")} (${rule ?? "no rule"})`;
  });
}

it("a good reservation has no problems", () => {
  expect(problems({})).toEqual([]);
  const json = documentJson(dataSchema.parse(GOOD));
  const document = { json, customerSignature: "ab".repeat(64) };
  expect(problems({}, { document, context: { stage: "signed" } })).toEqual([]);
});

describe("the document", () => {
  it.each([
    [{ customerTid: "0" }, {}, ["customerTid (customer)"]],
    [
      { customerSignature: "", json: "" },
      { stage: "signed" },
      ["customerSignature (signature)", "json (json)"],
    ],
    [{ metadata: "x".repeat(1025) }, {}, ["metadata (metadata)"]],
    [{ json: "{" }, {}, ["json (json)"]],
    [{ json: '{"volumes":5}' }, {}, ["json (json)"]],
    [{ json: "{}" }, {}, ["json (json)"]],
  ] as const)("%j", (document, context, expected) => {
    expect(found({}, { document, context })).toEqual(expected);
  });

  it.each([
    [{ expirationReservation: NOW, expirationProvisioning: NOW }, ["expirationReservation (expiry)"]],
    [
      { expirationReservation: 0, expirationProvisioning: 0 },
      ["expirationReservation (expiry)", "expirationProvisioning (expiry)"],
    ],
    [{ expirationProvisioning: NOW + 201 }, ["expirationProvisioning (expiry)"]],
    [{ expirationProvisioning: NOW + 200 }, []],
    [{ signingRequestDelete: { signers: [], quorumMin: 0 } }, []],
    [
      {
        signingRequestDelete: { signers: [], quorumMin: 0 },
        expirationReservation: 0,
        expirationProvisioning: 0,
      },
      [
        "signingRequestDelete.quorumMin (delete-quorum)",
        "expirationReservation (expiry)",
        "expirationProvisioning (expiry)",
      ],
    ],
    [
      { signingRequestProvision: { signers: ["7"], quorumMin: 2 } },
      ["signingRequestProvision.quorumMin (quorum)"],
    ],
    [
      { volumes: [...GOOD.volumes, { workloadId: "3", nodeId: "a", size: 1, type: 1 }] },
      ["volumes[1].workloadId (workload-id)"],
    ],
    [{ networks: [{ ...NETWORK, workloadId: "1" }] }, []],
    [
      { networks: [{ ...NETWORK, networkResources: [] }], containers: [], kubernetes: [] },
      ["networks[0].networkResources (network)"],
    ],
  ])("%j", (data, expected) => {
    expect([...found(data)].sort()).toEqual([...expected].sort());
  });

  it("says nothing of today without a clock", () => {
    const reservation = reservationSchema.parse({
      customerTid: "7",
      dataReservation: { ...GOOD, expirationReservation: 2, expirationProvisioning: 1 },
    });
    expect(reservationProblems(reservation, { backend: "ledger", stage: "declared" })).toEqual([]);
  });

  it("upstream's example passes, and fails with 1025 bytes of metadata", () => {
    const json = '{"expiration_reservation": 1582937602, "expiration_provisioning": 1582937602}';
    const wire = {
      id: 4,
      json,
      data_reservation: { expiration_reservation: 1582937602, expiration_provisioning: 1582937602 },
      customer_tid: 7,
      customer_signature:
        "225af4e3bc6cdaa44e877821bcbb6a8201b9c080ef66dc192a0511927dc51b70447b14d663f492feec5434ee1a1b720785d3d9de6fd5e594c8010720ddb7eb00",
      next_action: 3,
    };
    const decoded = classic.decode(reservationSchema, wire);
    if (!decoded.ok) throw new Error("refused");
    const context: ReservationContext = { backend: "ledger", stage: "signed" };
    expect(documentMismatch(json, wire.data_reservation)).toEqual([]);
    expect(reservationProblems(decoded.value, context)).toEqual([]);
    expect(reservationProblems({ ...decoded.value, metadata: "x".repeat(1024) }, context)).toEqual([]);
    expect(reservationProblems({ ...decoded.value, metadata: "x".repeat(1025) }, context)).toHaveLength(1);
  });
});

describe("networks", () => {
  const networks = (...parts: readonly unknown[]) => ({
    networks: [{ ...NETWORK, networkResources: parts }],
  });

  it.each([
    [
      "two on one node",
      networks(part("a", 1), part("b", 2), part("b", 3, { wireguardListenPort: 1601 })),
      ["networks[0].networkResources[2] (network-name)"],
    ],
    [
      "overlapping subnets",
      networks(part("a", 1), part("b", 2), part("c", 2)),
      ["networks[0].networkResources[2].iprange (subnet)"],
    ],
    [
      "a subnet outside",
      networks(part("a", 1), part("b", 2), part("c", 3, { iprange: "10.11.0.0/24" })),
      ["networks[0].networkResources[2].iprange (subnet)"],
    ],
    [
      "a port used twice on a node",
      { networks: [NETWORK, { ...NETWORK, name: "other", iprange: "10.10.0.0/16" }] },
      [
        "networks[1].networkResources[0].wireguardListenPort (port)",
        "networks[1].networkResources[1].wireguardListenPort (port)",
      ],
    ],
    [
      "the same name twice",
      { networks: [NETWORK, { ...NETWORK, networkResources: [part("c", 3)] }] },
      ["networks[1].name (network-name)"],
    ],
    [
      "another range on one node",
      { networkResource: [{ ...part("c", 3), workloadId: "8", name: "net", networkIprange: "10.0.0.0/8" }] },
      [
        "networks[0].networkResources[0].networkIprange (range)",
        "networks[0].networkResources[1].networkIprange (range)",
      ],
    ],
  ])("with %s", (_what, data, expected) => {
    expect(found(data)).toEqual(expected);
  });
});

describe("addresses", () => {
  const containers = (...list: readonly unknown[]) => ({ containers: list });

  it.each([
    [
      "outside of the node's subnet",
      containers(container("2", "a", "10.10.2.9")),
      ["containers[0].networkConnection[0].ipaddress (address)"],
    ],
    [
      "the network's own",
      containers(container("2", "a", "10.10.1.0")),
      ["containers[0].networkConnection[0].ipaddress (address)"],
    ],
    [
      "the bridge's",
      containers(container("2", "a", "10.10.1.1")),
      ["containers[0].networkConnection[0].ipaddress (address)"],
    ],
    [
      "the broadcast address",
      containers(container("2", "a", "10.10.1.255")),
      ["containers[0].networkConnection[0].ipaddress (address)"],
    ],
    ["the last that may be used", containers(container("2", "a", "10.10.1.254")), []],
    [
      "used twice",
      containers(container("2", "a", "10.10.1.5"), container("3", "a", "10.10.1.5")),
      ["containers[1].networkConnection[0].ipaddress (address)"],
    ],
    [
      "used by a machine too",
      containers(container("2", "a", "10.10.1.6")),
      ["kubernetes[0].ipaddress (address)"],
    ],
    [
      "on a node without the network",
      containers(container("2", "c", "10.10.1.5")),
      ["containers[0].networkConnection[0].networkId (network)"],
    ],
    [
      "in an unknown network",
      containers(
        container("2", "a", "10.10.1.5", {
          networkConnection: [{ networkId: "nett", ipaddress: "10.10.1.5" }],
        }),
      ),
      ["containers[0].networkConnection[0].networkId (network)"],
    ],
    [
      "of two machines on one node",
      { kubernetes: [k8s("4", "a", "10.10.1.6"), k8s("5", "a", "10.10.1.7")] },
      ["kubernetes[1] (machine)"],
    ],
    [
      "of a master that is none",
      { kubernetes: [k8s("4", "a", "10.10.1.6", { masterIps: ["10.10.2.6"] })] },
      ["kubernetes[0].masterIps[0] (master)"],
    ],
    [
      "of a master that is a worker",
      {
        kubernetes: [
          k8s("4", "a", "10.10.1.6", { masterIps: ["10.10.2.6"] }),
          k8s("5", "b", "10.10.2.6", { masterIps: ["10.10.1.6"] }),
        ],
      },
      ["kubernetes[0].masterIps[0] (master)", "kubernetes[1].masterIps[0] (master)"],
    ],
  ])("%s", (_what, data, expected) => {
    expect(found(data)).toEqual(expected);
  });

  it("may be in a network that is there already", () => {
    const elsewhere = networkResourceSchema.parse({
      name: "old",
      nodeId: "a",
      iprange: "10.20.1.0/24",
      networkIprange: "10.20.0.0/16",
    });
    const wanted = container("2", "a", "10.20.1.5", {
      networkConnection: [{ networkId: "old", ipaddress: "10.20.1.5" }],
    });
    expect(found(containers(wanted), { context: { networks: [elsewhere] } })).toEqual([]);
    expect(found(containers(wanted))).toEqual(["containers[0].networkConnection[0].networkId (network)"]);
  });

  it("say where to look", () => {
    expect(problems(containers(container("2", "c", "10.10.1.5")))[0]).toEqual({
      path: "dataReservation.containers[0].networkConnection[0].networkId",
      reason: 'network "net" is not installed on node c (network)',
      fix: "add the node to the network",
    });
  });
});

describe("volumes and public addresses", () => {
  const mount = (volumeId: string, nodeId = "a") => ({
    containers: [
      container("2", nodeId, nodeId === "a" ? "10.10.1.5" : "10.10.2.5", {
        volumes: [{ volumeId, mountpoint: "/d" }],
      }),
    ],
  });

  it.each([
    ["of the same reservation by its short name", mount("-1"), []],
    ["of the same reservation by its full name", mount("42-1"), []],
    ["that does not exist", mount("-7"), ["containers[0].volumes[0].volumeId (mount)"]],
    ["on another node", mount("-1", "b"), ["containers[0].volumes[0].volumeId (mount)"]],
    ["of another reservation", mount("43-1"), []],
  ])("a volume %s", (_what, data, expected) => {
    expect(found(data)).toEqual(expected);
  });

  it("of others are known when the caller knows them", () => {
    const volumes = [
      { globalId: "43-1", nodeId: "a", customerTid: "7" },
      { globalId: "44-1", nodeId: "a", customerTid: "8" },
    ];
    const at = (volumeId: string) =>
      problems(mount(volumeId), { context: { volumes } }).map(({ reason }) => reason);
    expect(at("43-1")).toEqual([]);
    expect(at("44-1")).toEqual(["cannot use volume 44-1, user 7 is not the owner of it (mount)"]);
    expect(at("45-1")).toEqual(["volume 45-1 does not exist (mount)"]);
  });

  it.each([
    [
      "an unknown one",
      { kubernetes: [k8s("4", "a", "10.10.1.6", { publicIp: "1" })] },
      ["kubernetes[0].publicIp (public-ip)"],
    ],
    [
      "one on another node",
      { kubernetes: [k8s("4", "b", "10.10.2.6", { publicIp: "6" })] },
      ["kubernetes[0].publicIp (public-ip)"],
    ],
    [
      "one twice",
      {
        kubernetes: [k8s("4", "a", "10.10.1.6", { publicIp: "6" })],
        publicIps: [...GOOD.publicIps, { workloadId: "7", nodeId: "a", ipaddress: "185.69.166.10/32" }],
      },
      ["publicIps[1].ipaddress (public-ip)"],
    ],
  ])("a machine with %s", (_what, data, expected) => {
    expect(found(data)).toEqual(expected);
  });
});
