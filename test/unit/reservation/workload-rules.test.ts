import { RULES, type RuleContext } from "../../../model/reservation/rules/rule.js";
import { workloadProblems } from "../../../model/reservation/rules/workload-rules.js";
import { clusterSecretFault, endpointFault } from "../../../model/reservation/rules/value-faults.js";
import { WORKLOAD_SCHEMAS, type AnyWorkloadType } from "../../../model/reservation/types/index.js";

const NODE = "4CcKDtU1JNGi8U4D8Rv9CHzfmF7xzaxEAPFA54eQjRHF";
const KEY = Buffer.alloc(32, 7).toString("base64");
const SEALED = "ab".repeat(60);
const EXPLORER: RuleContext = { backend: "explorer", stage: "signed" };
const LEDGER: RuleContext = { backend: "ledger", stage: "declared" };

const INFO = {
  workloadId: "1",
  nodeId: NODE,
  poolId: "3",
  customerTid: "7",
  customerSignature: "ab".repeat(64),
  epoch: 5,
  signingRequestDelete: { signers: ["7"], quorumMin: 1 },
};

/** A faultless workload of each kind. */
const GOOD: Readonly<Record<AnyWorkloadType, Readonly<Record<string, unknown>>>> = {
  0: { size: 1, mode: 1, diskType: 1, password: SEALED },
  1: {
    flist: "https://hub.example/app.flist",
    environment: { A: "1" },
    secretEnvironment: { B: SEALED },
    volumes: [{ volumeId: "12-3", mountpoint: "/data" }],
    networkConnection: [{ networkId: "net", ipaddress: "10.10.1.5" }],
    logs: [{ type: "redis", data: { stdout: "redis://h:6379/c", secretStderr: SEALED } }],
    stats: [{ type: "redis", data: { endpoint: "redis://h/c" } }],
    capacity: { cpu: 1, memory: 64 },
  },
  2: { size: 1, type: 1 },
  4: {
    size: 1,
    clusterSecret: SEALED,
    networkId: "net",
    ipaddress: "10.10.1.6",
    masterIps: ["10.10.1.7"],
    sshKeys: ["ssh-ed25519 AAAA me"],
  },
  5: { domain: "a.com", addr: "1.2.3.4", port: 80, portTls: 443 },
  6: { domain: "a.com", secret: SEALED },
  7: { domain: "a.b.com", ips: ["1.2.3.4", "::1"] },
  8: { domain: "a.com" },
  9: { publicKey: KEY },
  10: {
    name: "net",
    networkIprange: "10.10.0.0/16",
    iprange: "10.10.1.0/24",
    wireguardPrivateKeyEncrypted: SEALED,
    wireguardPublicKey: KEY,
    wireguardListenPort: 1600,
    peers: [
      {
        publicKey: Buffer.alloc(32, 8).toString("base64"),
        endpoint: "h:1",
        iprange: "10.10.2.0/24",
        allowedIprange: ["10.10.2.0/24"],
      },
    ],
  },
  11: { ipaddress: "185.69.166.10/24" },
  12: { name: "ubuntu-20.04", networkId: "net", ipaddress: "10.10.1.6", size: 2, sshKeys: ["k"] },
};

function problems(type: AnyWorkloadType, change: Readonly<Record<string, unknown>>, context = EXPLORER) {
  return workloadProblems(WORKLOAD_SCHEMAS[type].parse({ ...INFO, ...GOOD[type], ...change }), context);
}

/** `path (rule)`, with `warning` in front of what does not stop anything. */
function found(...given: Parameters<typeof problems>): readonly string[] {
  return problems(...given).map(({ path, reason, severity }) => {
    const rule = /\(([a-z0-9-]+)\)$/.exec(reason)?.[1];
    return `${severity === "warning" ? "warning " : ""}${path} (${rule ?? "no rule"})`;
  });
}

const TYPES = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

it.each(TYPES)("a good workload of type %i has no problems", (type) => {
  expect(problems(type, {})).toEqual([]);
  expect(problems(type, { poolId: "0", nodeId: "lab-node-1", customerSignature: "" }, LEDGER)).toEqual([]);
});

describe("what every workload has", () => {
  it.each([
    [{ customerTid: "0" }, ["customerTid (customer)"]],
    [{ customerSignature: "" }, ["customerSignature (signature)"]],
    [{ customerSignature: "ab".repeat(63) }, ["customerSignature (signature)"]],
    [{ metadata: "x".repeat(1024) }, []],
    [{ metadata: "x".repeat(1025) }, ["metadata (metadata)"]],
    [{ metadata: "é".repeat(513) }, ["metadata (metadata)"]],
    [{ poolId: "0" }, ["poolId (pool)"]],
    [{ reference: "1-1" }, ["reference (reference)"]],
    [{ nodeId: "" }, ["nodeId (node)"]],
    [{ nodeId: "node1" }, ["nodeId (node)"]],
    [
      { signingRequestDelete: { signers: [], quorumMin: 0 } },
      ["signingRequestDelete.quorumMin (delete-quorum)"],
    ],
    [{ signingRequestDelete: { signers: ["7"], quorumMin: 2 } }, ["signingRequestDelete.quorumMin (quorum)"]],
    [{ signingRequestProvision: { signers: ["7", "8"], quorumMin: 2 } }, []],
    [
      { signingRequestProvision: { signers: ["7", "7"], quorumMin: 2 } },
      ["warning signingRequestProvision.signers (signers)", "signingRequestProvision.quorumMin (quorum)"],
    ],
    [
      { signingRequestProvision: { signers: ["0", "-1"], quorumMin: 0 } },
      ["signingRequestProvision.signers[0] (signers)", "signingRequestProvision.signers[1] (signers)"],
    ],
    [
      { signingRequestProvision: { signers: [], quorumMin: -1 } },
      ["signingRequestProvision.quorumMin (quorum)"],
    ],
  ])("%j", (change, expected) => {
    expect(found(2, change)).toEqual(expected);
  });

  it("is under the path that the caller names", () => {
    const volume = WORKLOAD_SCHEMAS[2].parse({});
    const paths = workloadProblems(volume, { ...LEDGER, path: "volumes.data" }).map(({ path }) => path);
    expect(paths).toEqual([
      "volumes.data.customerTid",
      "volumes.data.signingRequestDelete.quorumMin",
      "volumes.data.nodeId",
      "volumes.data.size",
    ]);
  });
});

describe("containers", () => {
  it.each([
    [{ flist: "" }, ["flist (flist)"]],
    [
      { environment: { "": "1", "A=B": "1", B: "2" } },
      [
        'environment[""] (environment)',
        'environment["A=B"] (environment)',
        "secretEnvironment.B (environment)",
      ],
    ],
    [{ secretEnvironment: { A1: "plain text" } }, ["secretEnvironment.A1 (cipher)"]],
    [{ secretEnvironment: { A1: "ab".repeat(47) } }, ["secretEnvironment.A1 (cipher)"]],
    [{ secretEnvironment: { A1: "ab".repeat(40) }, version: 2, logs: [] }, []],
    [{ volumes: [{ volumeId: "-3", mountpoint: "/a" }] }, []],
    [
      { volumes: [{ volumeId: "data", mountpoint: "a" }] },
      ["volumes[0].volumeId (mount)", "volumes[0].mountpoint (mount)"],
    ],
    [{ volumes: [{ volumeId: "1-1", mountpoint: "/" }] }, ["volumes[0].mountpoint (mount)"]],
    [{ volumes: [{ volumeId: "1-1", mountpoint: "/a/../b" }] }, ["volumes[0].mountpoint (mount)"]],
    [
      {
        volumes: [
          { volumeId: "1-1", mountpoint: "/a" },
          { volumeId: "1-2", mountpoint: "/a/" },
        ],
      },
      ["volumes[1].mountpoint (mount)"],
    ],
    [{ networkConnection: [] }, ["networkConnection (connection)"]],
    [
      { networkConnection: [{ networkId: "", ipaddress: "" }] },
      ["networkConnection[0].networkId (network)", "networkConnection[0].ipaddress (address)"],
    ],
    [{ networkConnection: [{ networkId: "a" }, { networkId: "b" }] }, ["networkConnection (connection)"]],
    [
      { capacity: { cpu: 0, memory: 63, diskSize: -1, diskType: 2 } },
      [
        "capacity.cpu (cpu)",
        "capacity.memory (memory)",
        "capacity.diskSize (size)",
        "capacity.diskType (enumeration)",
      ],
    ],
    [{ logs: [{ type: "syslog", data: {} }] }, ["logs[0].type (receiver)", "logs[0].data (receiver)"]],
    [
      { logs: [{ type: "redis", data: { stdout: "http://h/c", stderr: "redis://h", secretStdout: "x" } }] },
      [
        "logs[0].data.stdout (receiver)",
        "logs[0].data.stderr (receiver)",
        "logs[0].data.secretStdout (cipher)",
      ],
    ],
    [
      { stats: [{ type: "x", data: { endpoint: "" } }] },
      ["stats[0].type (receiver)", "stats[0].data.endpoint (receiver)"],
    ],
    [{ statsAggregator: [{ addr: "a" }] }, ["warning statsAggregator (ignored)"]],
  ])("%j", (change, expected) => {
    expect(found(1, change)).toEqual(expected);
  });

  it("never repeat a secret that was given in place of its cipher", () => {
    const text = JSON.stringify(problems(1, { secretEnvironment: { A1: "hunter2" } }));
    expect(text).not.toContain("hunter2");
  });
});

describe("others", () => {
  it.each([
    [2, { size: 0, type: 2 }, ["size (size)", "type (enumeration)"]],
    [2, { size: -1 }, ["size (size)"]],
    [
      0,
      { size: 0, mode: 2, diskType: 2, password: "plain" },
      ["size (size)", "mode (enumeration)", "diskType (enumeration)", "password (cipher)"],
    ],
    [0, { password: "" }, []],
    [4, { size: 0 }, ["size (size)"]],
    [4, { size: 19 }, ["size (size)"]],
    [4, { size: 4 }, ["warning size (size)"]],
    [4, { size: 12 }, ["warning size (size)"]],
    [4, { size: -1 }, ["customSize.cru (size)", "customSize.mru (size)", "customSize.sru (size)"]],
    [4, { size: -1, customSize: { cru: 1, mru: 0.5, sru: 5 } }, []],
    [4, { customSize: { cru: 1 } }, ["customSize (ignored)"]],
    [4, { clusterSecret: "" }, ["clusterSecret (cipher)"]],
    [4, { networkId: "", ipaddress: "" }, ["networkId (network)", "ipaddress (address)"]],
    [
      4,
      { masterIps: ["", "10.10.1.6", "10.10.1.8", "10.10.1.8"] },
      ["masterIps[0] (master)", "masterIps[1] (master)", "masterIps[3] (master)"],
    ],
    [
      4,
      { sshKeys: ['from="x" ssh-rsa A', "a\nb", " ", "ok\n"] },
      ["sshKeys[0] (ssh-key)", "sshKeys[1] (ssh-key)", "sshKeys[2] (ssh-key)"],
    ],
    [4, { publicIp: "-1" }, ["publicIp (public-ip)"]],
    [12, { name: "" }, ["name (machine-name)"]],
    [12, { name: "ubuntu_20" }, ["name (machine-name)"]],
    [
      5,
      { domain: "a", addr: "", port: 0, portTls: 65536 },
      ["domain (domain)", "addr (target)", "port (port)", "portTls (port)"],
    ],
    [6, { domain: "a.com.", secret: "7:plain" }, ["domain (domain)", "secret (cipher)"]],
    [7, { domain: "", ips: [] }, ["domain (domain)", "ips (addresses)"]],
    [7, { ips: ["1.2.3", "::1", "0:0::1"] }, ["ips[0] (addresses)", "ips[2] (addresses)"]],
    [8, { domain: "foo..com" }, ["domain (domain)"]],
    [9, { publicKey: "short=" }, ["publicKey (key)"]],
    [11, { ipaddress: "" }, ["ipaddress (public-ip)"]],
    [
      10,
      {
        name: "",
        networkIprange: "",
        iprange: "",
        wireguardPrivateKeyEncrypted: "",
        wireguardPublicKey: "",
        wireguardListenPort: 0,
        peers: [],
      },
      [
        "name (network-name)",
        "networkIprange (range)",
        "iprange (range)",
        "wireguardPrivateKeyEncrypted (cipher)",
        "wireguardPublicKey (key)",
        "wireguardListenPort (port)",
      ],
    ],
    [10, { iprange: "10.11.1.0/24" }, ["iprange (subnet)"]],
    [10, { iprange: "fd00::/64", networkIprange: "fd00::/48" }, ["iprange (subnet)"]],
    [10, { iprange: "10.0.0.0/8" }, ["iprange (subnet)"]],
    [
      10,
      { peers: [{}] },
      ["peers[0].publicKey (key)", "peers[0].iprange (peer)", "peers[0].allowedIprange (peer)"],
    ],
    [
      10,
      { peers: [{ publicKey: KEY, endpoint: "no port", iprange: "10.10.2.0/24", allowedIprange: [""] }] },
      ["peers[0].endpoint (peer)", "peers[0].allowedIprange[0] (peer)", "peers[0].publicKey (peer)"],
    ],
  ] as const)("type %i: %j", (type, change, expected) => {
    expect(found(type, change)).toEqual(expected);
  });

  it("a ledger's nodes keep secrets to themselves, so a document need not have them", () => {
    expect(found(4, { clusterSecret: "" }, LEDGER)).toEqual([]);
    expect(found(6, { secret: "" }, LEDGER)).toEqual([]);
    expect(found(10, { wireguardPrivateKeyEncrypted: "" }, LEDGER)).toEqual([]);
    expect(found(6, { secret: "7:plain" }, LEDGER)).toEqual(["secret (cipher)"]);
  });

  it("two peers with one key are a fault", () => {
    const [peer] = GOOD[10].peers as readonly unknown[];
    expect(found(10, { peers: [peer, peer] })).toEqual(["peers[1].publicKey (peer)"]);
  });

  it("explains itself", () => {
    expect(problems(4, { size: 19 })[0]?.reason).toBe("must be from 1 to 18, or -1, and is 19 (size)");
    expect(problems(2, { type: 5 })[0]?.reason).toBe(
      "must be one of 0 (HDD), 1 (SSD) and is 5 (enumeration)",
    );
  });
});

it.each([
  ["abc", true],
  ["", false],
  ["a b", false],
  ["a\n", false],
])("cluster secret %j: %s", (secret, good) => {
  expect(clusterSecretFault(secret) === undefined).toBe(good);
});

it.each([
  ["37.187.124.71:51820", true],
  ["[2001:db8::1]:1", true],
  ["host.example:65535", true],
  ["2001:db8::1:1", false],
  ["h:0", false],
  ["h:65536", false],
  ["h", false],
  [":1", false],
])("endpoint %j: %s", (endpoint, good) => {
  expect(endpointFault(endpoint) === undefined).toBe(good);
});

it("every rule says what it wants in one sentence", () => {
  for (const sentence of Object.values(RULES)) expect(sentence).toMatch(/^[^.]{15,}$/);
});
