import { check, containing, filesOf } from "./support.js";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDummy";
const node = { address: "10.77.0.11", hostKeys: [KEY], privateKeyFile: "key" };

describe("nodes", () => {
  it("become settings, with defaults", () => {
    const { settings, problems } = check({ nodes: { node1: node } });
    expect(problems).toEqual([]);
    expect(settings?.nodes).toEqual({
      node1: { ...node, port: 22, user: "root", agent: false, jumpHosts: [], pools: {} },
    });
  });

  it("take every setting", () => {
    const full = {
      ...node,
      address: "2001:db8::1",
      port: 2222,
      user: "groundplan",
      sudo: true,
      jumpHosts: ["bastion"],
      pools: { hdd: "/mnt/hdd", ssd: "/mnt/fast disk" },
      publicAddress: "203.0.113.7",
    };
    const bastion = { addressFile: "address", hostKeysFile: "known", agent: true };
    const { settings, problems } = check({ nodes: { node1: full, bastion } });
    expect(problems).toEqual([]);
    expect(settings?.nodes).toMatchObject({ node1: full, bastion });
  });

  it("may have their key in the secrets, encrypted or not", () => {
    const rest = { address: node.address, hostKeys: node.hostKeys };
    for (const secret of ["text", { secure: "v1:x" }]) {
      const { settings, problems } = check({
        nodes: { node1: rest },
        nodesSecrets: { node1: { privateKey: secret, passphrase: secret } },
      });
      expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
      expect(settings).toBeDefined();
    }
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      "no address",
      { node1: { ...node, address: undefined } },
      {
        path: "nodes.node1.address",
        reason: containing("is missing"),
        fix: containing("pulumi config set --path"),
      },
    ],
    [
      "two addresses",
      { node1: { ...node, addressFile: "a" } },
      { path: "nodes.node1.addressFile", reason: containing("exclude each other") },
    ],
    [
      "an address with a port",
      { node1: { ...node, address: "host/22" } },
      { path: "nodes.node1.address", reason: containing("without a port") },
    ],
    [
      "no host key",
      { node1: { ...node, hostKeys: [] } },
      { path: "nodes.node1.hostKeys", fix: containing("ssh-keyscan") },
    ],
    [
      "nothing to log in with",
      { node1: { address: "a", hostKeys: [KEY] } },
      { path: "nodesSecrets.node1.privateKey", fix: containing("pulumi config set --secret --path") },
    ],
    [
      "a key and an agent",
      { node1: { ...node, agent: true } },
      { path: "nodes.node1.agent", reason: containing("one of them is enough") },
    ],
    [
      "a jump host that is not there",
      { node1: { ...node, jumpHosts: ["node2"] } },
      { path: "nodes.node1.jumpHosts[0]", reason: containing('there is no "node2" in groundplan:nodes') },
    ],
    [
      "itself as a jump host",
      { node1: { ...node, jumpHosts: ["node1"] } },
      { path: "nodes.node1.jumpHosts", reason: "the way to node1 leads through itself: node1 through node1" },
    ],
    [
      "a pool that is no folder's path",
      { node1: { ...node, pools: { hdd: "mnt/hdd" } } },
      { path: "nodes.node1.pools.hdd", reason: containing("absolute path") },
    ],
    [
      "a pool that leads elsewhere",
      { node1: { ...node, pools: { hdd: "/mnt/../etc" } } },
      { path: "nodes.node1.pools.hdd", reason: containing("absolute path") },
    ],
    [
      "an unknown type of disk",
      { node1: { ...node, pools: { ssdd: "/mnt" } } },
      { path: "nodes.node1.pools.ssdd", reason: containing('did you mean "ssd"') },
    ],
    [
      "a name as public address",
      { node1: { ...node, publicAddress: "node1.test" } },
      { path: "nodes.node1.publicAddress", reason: containing("IPv4 or IPv6") },
    ],
    ["a port that is none", { node1: { ...node, port: 0 } }, { path: "nodes.node1.port" }],
    [
      "a user that is none",
      { node1: { ...node, user: "-oProxyCommand=x" } },
      { path: "nodes.node1.user", reason: containing("name of a user") },
    ],
    [
      "a misspelt field",
      { node1: { ...node, hostkeys: [KEY] } },
      { path: "nodes.node1.hostkeys", reason: containing('did you mean "hostKeys"') },
    ],
  ])("are refused with %s", (_what, nodes, problem) => {
    const { settings, problems } = check({ nodes: JSON.parse(JSON.stringify(nodes)) as unknown });
    expect(settings).toBeUndefined();
    expect(problems).toMatchObject([problem]);
  });

  it("that lead in circles are told of once", () => {
    const { problems } = check({
      nodes: {
        a: { ...node, jumpHosts: ["b"] },
        b: { ...node, jumpHosts: ["c"] },
        c: { ...node, jumpHosts: ["a"] },
        outside: { ...node, jumpHosts: ["a"] },
      },
    });
    expect(problems).toMatchObject([
      { path: "nodes.a.jumpHosts", reason: containing("a through b through c through a") },
    ]);
  });

  it("need their files where credentials are expected", () => {
    const nodes = {
      node1: { addressFile: "a", hostKeysFile: ".lab/nodes/known_hosts", privateKeyFile: "key" },
    };
    const { problems } = check({ nodes }, filesOf({ key: "" }, true));
    expect(problems).toMatchObject([
      { path: "nodes.node1.addressFile", reason: "the file a does not exist" },
      { path: "nodes.node1.hostKeysFile", fix: containing("make up") },
    ]);
  });

  it.each([
    [{ node1: { privateKey: "k" } }, "nodes.node1.privateKeyFile"],
    [{ node2: { privateKey: "k" } }, "nodesSecrets.node2"],
    [{ node1: { privatekey: "k" } }, "nodesSecrets.node1.privatekey"],
  ])("have secrets that fit: %j", (nodesSecrets, path) => {
    const { settings, problems } = check({ nodes: { node1: node }, nodesSecrets });
    expect(settings).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ path }));
  });
});
