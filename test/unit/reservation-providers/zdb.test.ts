import { workloadProblems } from "../../../model/reservation/rules/workload-rules.js";
import { zdb, type ZdbInputs } from "../../../providers/reservation/zdb.js";
import { type ZdbFound, zdbOnNode } from "../../../providers/reservation/zdb/on-node.js";
import { ZDB_SERVER } from "../../../providers/reservation/zdb/scripts/server.sh.js";
import { zdbWorkload } from "../../../providers/reservation/zdb/workload.js";
import { plainFacts, silentNode } from "../../support/node-facts.js";
import { answerOf } from "../node/local-shell.js";

const GIB = 2 ** 30;
const inputs: ZdbInputs = zdb.inputs.parse({ node: "node1", size: 2, password: "secret" });
const found: ZdbFound = {
  namespace: "zdb-1",
  state: "running",
  binary: "/usr/bin/zdb",
  port: 9900,
  ips: ["10.0.0.1"],
  exists: true,
  secured: true,
  access: "granted",
  public: false,
  used: 0,
  limit: 2 * GIB,
};
const asFound = (change: Partial<ZdbFound>) =>
  zdbOnNode.asFound({ ...found, ...change }, { inputs, outputs: {} });

describe("inputs", () => {
  it.each([
    ["*", /single asterisk/],
    ["x".repeat(64), /at most 63 bytes/],
    ["ü".repeat(32), /at most 63 bytes/],
  ])("refuse the password %j without repeating it", (password, reason) => {
    const problems = zdb.problems?.({ ...inputs, password }) ?? [];
    expect(problems).toMatchObject([{ path: "password" }]);
    expect(problems[0]?.reason).toMatch(reason);
    expect(problems[0]?.reason).not.toContain(password.repeat(2));
  });

  it("accept a password of 63 bytes, and none", () => {
    expect(zdb.problems?.({ ...inputs, password: "x".repeat(63) })).toEqual([]);
    expect(zdb.problems?.({ ...inputs, password: undefined })).toEqual([]);
  });

  it("refuse a program for an explorer's node", () => {
    const given = { ...inputs, explorer: "testnet", server: { path: "/usr/bin/zdb" } };
    expect(zdb.problems?.(given)).toMatchObject([{ path: "server" }]);
  });
});

describe("what is found of a namespace", () => {
  it("is what was wanted", () => {
    expect(asFound({})).toEqual({
      inputs,
      outputs: { namespace: "zdb-1", port: 9900, ips: ["10.0.0.1"] },
      drift: [],
    });
  });

  it.each<[string, Partial<ZdbFound>, readonly string[], Partial<ZdbInputs>]>([
    ["another limit", { limit: GIB / 2 }, [], { size: 0.5 }],
    ["everybody may read", { public: true }, [], { public: true }],
    ["the password taken away", { access: "open" }, ["password: missing"], {}],
    ["another password", { access: "denied" }, ["password: changed"], {}],
    ["no namespace", { exists: false, used: null, limit: null }, ["namespace: missing"], {}],
    ["a server that was stopped", { state: "stopped", exists: false, limit: null }, ["process: stopped"], {}],
    ["a password that nobody wants", { secured: false }, ["password: set, and none is wanted"], {}],
    ["no password where none is wanted", { secured: false, access: "open" }, [], {}],
  ])("shows %s", (_what, change, drift, changed) => {
    expect(asFound(change)).toMatchObject({ drift, inputs: { ...inputs, ...changed } });
  });
});

it("cannot become smaller than what it holds", () => {
  const refusals = (size: number): unknown =>
    zdbOnNode.refusals?.({ news: { ...inputs, size }, found: { ...found, used: 1.5 * GIB } });
  expect(refusals(1)).toEqual(["cannot shrink to 1 GiB: 1.50 GiB are used"]);
  expect(refusals(2)).toEqual([]);
});

it("needs a pool of its type of disk", () => {
  const lacks = (exists: boolean, pools: Record<string, string>) => {
    const hdd = {
      path: "/mnt/hdd",
      exists,
      filesystem: "btrfs",
      quota: "none",
      size: GIB,
      free: GIB,
    } as const;
    return zdbOnNode.lacks?.(
      inputs,
      plainFacts({ pools: { hdd }, tools: { socat: "1.7.4" } }),
      silentNode(pools),
    );
  };
  expect(lacks(true, {})).toEqual(["has no pool of hdd: set groundplan:nodes.node1.pools.hdd"]);
  expect(lacks(false, { hdd: "/mnt/hdd" })).toEqual(["has no folder /mnt/hdd, its pool of hdd"]);
  expect(lacks(true, { hdd: "/mnt/hdd" })).toEqual([]);
});

it("needs socat", () => {
  const pools = { hdd: "/mnt/hdd" };
  expect(zdbOnNode.lacks?.(inputs, plainFacts(), silentNode(pools))).toEqual([
    "has no program socat (package socat), which talks to 0-db",
  ]);
});

it("has a form of the model without its password", () => {
  const workload = zdbWorkload({ ...inputs, mode: "seq", diskType: "ssd" });
  expect(workload).toMatchObject({ nodeId: "node1", size: 2, mode: 0, diskType: 1, password: "" });
  expect(zdbWorkload(inputs)).toMatchObject({ mode: 1, diskType: 0 });
  expect(zdbOnNode.use?.(inputs)).toEqual({ cru: 0, mru: 0, sru: 0, hru: 2 * GIB });
  const problems = workloadProblems(workload, { backend: "ledger", stage: "declared" });
  expect(problems.filter(({ path }) => ["size", "mode", "diskType", "password"].includes(path))).toEqual([]);
});

describe("what scripts say to a server, and what they understand", () => {
  const converse = (said: string): unknown =>
    answerOf(
      `${ZDB_SERVER}
socat() { cat >/dev/null; printf '%s' "$said"; }
batch=
resp PING
if converse /nowhere; then answer text answers "$answers"; else answer text answers nobody; fi`,
      { said },
    );

  it("counts bytes", () => {
    const script = `${ZDB_SERVER}\nbatch=\nresp NSSET ns password "$value"\nanswer text batch "$batch"`;
    expect(answerOf(script, { value: "pä\nss" })).toEqual({
      batch: "*4\r\n$5\r\nNSSET\r\n$2\r\nns\r\n$8\r\npassword\r\n$6\r\npä\nss\r\n",
    });
  });

  it.each([
    ["a word", "+PONG\r\n", "ok"],
    ["an error", "+OK\r\n-Access denied\r\n", "ok\n-Access denied"],
    ["a list", "*2\r\n$7\r\ndefault\r\n$5\r\nzdb-1\r\n+OK\r\n", "item default\nitem zdb-1\nok"],
    ["nothing there", "$-1\r\n+OK\r\n", "-nothing\nok"],
    ["nobody", "", undefined],
  ])("understands %s", (_what, said, answers) => {
    expect(converse(said)).toEqual({ answers: answers ?? "nobody" });
  });

  it("understands what is told of namespaces, and an error between them", () => {
    const info = (size: number): string => {
      const text = `# namespace\nname: zdb-1\nentries: 1\npublic: yes\npassword: no\ndata_size_bytes: ${size}\ndata_limits_bytes: 10\nmode: userkey\n`;
      return `$${text.length}\r\n${text}\r\n`;
    };
    expect(converse(`${info(3)}-Namespace not found\r\n${info(5)}`)).toEqual({
      answers: "info yes no 3 10\n-Namespace not found\ninfo yes no 5 10",
    });
  });
});
