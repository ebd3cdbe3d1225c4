import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployed } from "../../support/kind-stage.js";
import { NodePrograms } from "../../support/node-programs.js";
import { type NodeStage, openNodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { ProviderError } from "../../support/provider-wire.js";
import { until } from "../../support/until.js";

const GIB = 2 ** 30;
const PASSWORD = "canary-zdb-first-7f3a";
const SECOND_PASSWORD = "canary-zdb-second-91bc";

let stage: NodeStage;
let programs: NodePrograms;

beforeAll(async () => {
  stage = await openNodeStage();
  programs = await NodePrograms.open(stage, ["node1"]);
});

afterAll(async () => {
  await programs.close();
  await stage.close();
});

describe("a namespace of a 0-db on a node", () => {
  let store: Deployed;
  const wanted = (rest: Properties = {}): Properties =>
    stage.inputs("Zdb", "store", {
      node: "node1",
      size: 1,
      password: PASSWORD,
      server: programs.source("zero-db"),
      ...rest,
    });

  test("comes up with its server, and can be used with its password only", async () => {
    store = await stage.up(wanted());
    expect(outputs(store)).toMatchObject({ drift: [], namespace: store.id, port: 9900 });
    expect(outputs(store)["ips"]).toContain(await stage.say("node1", "hostname -I | cut -d' ' -f1"));
    expect(await ask(store, ["SELECT", store.id], ["SET", "key", "value"])).toEqual([
      "-Namespace protected and private",
      "-Namespace is in read-only mode",
    ]);
    expect(await ask(store, ["SELECT", store.id, PASSWORD], ["SET", "key", "value"], ["GET", "key"])).toEqual(
      ["+OK", "$3", "key", "$5", "value"],
    );
    const said = await ask(store, ["NSINFO", store.id]);
    expect(said).toEqual(
      expect.arrayContaining(["public: no", "password: yes", `data_limits_bytes: ${GIB}`, "mode: userkey"]),
    );
  });

  test("is left as it is by a second up, without a connection", async () => {
    await stage.nextCommand();
    const before = connections();
    await expect(stage.preview(wanted(), store)).resolves.toMatchObject({ changes: false });
    expect((await stage.up(wanted(), store)).changed).toBe(false);
    expect(connections()).toBe(before);
  });

  test("is made public, larger and smaller in place", async () => {
    for (const change of [{ size: 2 }, { public: true }, { size: 1, public: false }]) {
      const made = await stage.up(wanted(change), store);
      expect(made.changed).toBe(true);
      store = made;
    }
    const said = await ask(store, ["NSINFO", store.id], ["SELECT", store.id, PASSWORD], ["GET", "key"]);
    expect(said).toEqual(expect.arrayContaining(["public: no", `data_limits_bytes: ${GIB}`, "value"]));
  });

  test("gets another password, none, and one again", async () => {
    store = await stage.up(wanted({ password: SECOND_PASSWORD }), store);
    expect(await ask(store, ["SELECT", store.id, PASSWORD])).toEqual(["-Access denied"]);
    expect(await ask(store, ["SELECT", store.id, SECOND_PASSWORD])).toEqual(["+OK"]);
    const open = Object.fromEntries(Object.entries(wanted()).filter(([name]) => name !== "password"));
    store = await stage.up(open, store);
    expect(await ask(store, ["SELECT", store.id])).toEqual(["+OK"]);
    store = await stage.up(wanted(), store);
    expect(await ask(store, ["SELECT", store.id, PASSWORD])).toEqual(["+OK"]);
  });

  test.each([
    ["its limit", ["maxsize", "1073741825"], { size: (GIB + 1) / GIB }, []],
    ["whether it is public", ["public", "1"], { public: true }, []],
    ["its password", ["password", "somebody-else"], {}, ["password: changed"]],
    ["the password taken away", ["password", "*"], {}, ["password: missing"]],
  ])("shows %s when somebody changes it, and puts it right", async (_what, change, inputs, drift) => {
    expect(await administer(["NSSET", store.id, ...change])).toEqual(["+OK"]);
    const found = await fresh(store);
    expect(outputs(found)).toEqual({ ...outputs(store), ...inputs, drift });
    const repaired = await stage.up(wanted(), found);
    expect(repaired.changed).toBe(true);
    expect(outputs(await stage.refresh(repaired))).toEqual(outputs(store));
    store = repaired;
    expect(await ask(store, ["SELECT", store.id, PASSWORD], ["GET", "key"])).toContain("value");
  });

  test("comes back when its server is killed", async () => {
    await stage.say("node1", `kill -9 ${(await servers()).join(" ")}`);
    await untilItAnswers(store);
    expect(outputs(await fresh(store))).toMatchObject({ drift: [] });
  });

  test("shows that its server was stopped, and starts it again", async () => {
    await stage.say(
      "node1",
      "read -r pid began </run/groundplan/s/zdb-server-hdd-user/supervisor; kill $pid",
    );
    await until("the server to end", async () => (await servers()).length === 0);
    const found = await fresh(store);
    expect(outputs(found)).toEqual({ ...outputs(store), drift: ["process: stopped"] });
    store = await stage.up(wanted(), found);
    expect(await ask(store, ["SELECT", store.id, PASSWORD], ["GET", "key"])).toContain("value");
  });

  test("keeps what it holds when the node is restarted", async () => {
    await stage.restartNode("node1");
    await untilItAnswers(store);
    expect(outputs(await fresh(store))).toEqual(outputs(store));
  });

  test("is not made smaller than what it holds, as the preview says", async () => {
    store = await stage.up(wanted({ size: 2 }), store);
    await pretendFull(store, 1.5 * GIB);
    const refusal = /cannot shrink to 1 GiB: 1.50 GiB are used/;
    await expect(stage.preview(wanted({ size: 1 }), store)).rejects.toThrow(refusal);
    await expect(stage.up(wanted({ size: 1 }), store)).rejects.toThrow(refusal);
  });

  test("has its passwords in private files only", async () => {
    const secret = `canary-zdb|${await adminPassword()}`;
    const files = await stage.say(
      "node1",
      `grep -rlaE '${secret}' /var /mnt /run /tmp /etc /root /home 2>/dev/null | while read -r file; do stat -c '%a %n' "$file"; done`,
    );
    const kept = `600 /var/lib/groundplan/w/${store.id}/keep.password`;
    expect(files.split("\n")).toEqual(
      expect.arrayContaining([kept, "600 /var/lib/groundplan/zdb/hdd-user/admin"]),
    );
    expect(files.split("\n").filter((line) => !line.startsWith("600 "))).toEqual([]);
    const shown = await stage.say("node1", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ | tr '\\0' ' '");
    expect(shown).toContain("node");
    expect(shown).not.toMatch(new RegExp(secret));
    expect(JSON.stringify(store.properties)).not.toMatch(new RegExp(secret));
    expect(stage.said("Zdb", "store")).not.toMatch(new RegExp(secret));
  });

  test("shares the server with another one, and leaves nothing when both are gone", async () => {
    const other = await stage.up(
      stage.inputs("Zdb", "other", { node: "node1", size: 1, server: programs.source("zero-db") }),
    );
    expect(outputs(other)).toMatchObject({ port: 9900 });
    await stage.delete(store);
    expect(await ask(other, ["SELECT", store.id], ["SELECT", other.id])).toEqual([
      "-Namespace not found",
      "+OK",
    ]);
    await stage.delete(other);
    await stage.delete(other);
    expect((await stage.refresh(other)).id).toBe("");
    expect(
      await stage.say(
        "node1",
        `cd /var/lib/groundplan; ls -d w/zdb* s/zdb* zdb bin/${programs.source("zero-db").sha256} /mnt/hdd/zdb /run/groundplan/zdb/* 2>/dev/null || :`,
      ),
    ).toBe("");
    expect(await servers()).toEqual([]);
  });
});

describe("a server that two stacks share", () => {
  let others: NodeStage;
  let ours: Deployed;
  let theirs: Deployed;
  const wanted = (of: NodeStage, rest: Properties = {}): Properties =>
    of.inputs("Zdb", "shared", { node: "node1", size: 1, diskType: "ssd", mode: "seq", ...rest });

  beforeAll(async () => {
    others = await openNodeStage({ installation: "other1" });
    ours = await stage.up(wanted(stage, { server: programs.source("zero-db") }));
    theirs = await others.up(wanted(others));
  });

  afterAll(() => others.close());

  test("has a namespace for each, which the other does not touch", async () => {
    expect(theirs.id).not.toBe(ours.id);
    expect([outputs(ours)["port"], outputs(theirs)["port"]]).toEqual([9903, 9903]);
    const keys = await ask(ours, ["SELECT", ours.id], ["SET", "", "mine"], ["SELECT", theirs.id], ["DBSIZE"]);
    expect(keys.at(-1)).toBe(":0");
  });

  test("keeps its program as long as both are there", async () => {
    const program = programs.source("zero-db", { name: "newer" });
    const refusal = /the 0-db of ssd-seq also serves other1\/shop\/dev\/shared, with the program/;
    await expect(stage.up(wanted(stage, { server: program }), ours)).rejects.toThrow(refusal);
    await others.delete(theirs);
    expect(await ask(ours, ["SELECT", theirs.id], ["SELECT", ours.id], ["DBSIZE"])).toEqual([
      "-Namespace not found",
      "+OK",
      ":1",
    ]);
    ours = await stage.up(wanted(stage, { server: program }), ours);
    expect(await ask(ours, ["SELECT", ours.id], ["DBSIZE"])).toEqual(["+OK", ":1"]);
    await stage.delete(ours);
  });
});

describe("a 0-db that cannot be had", () => {
  const wanted = (rest: Properties): Properties =>
    stage.inputs("Zdb", "bad", { node: "node1", size: 1, ...rest });

  afterEach(async () => {
    await stage.say("node1", "rm -rf /var/lib/groundplan/w/zdb-*");
  });

  test("is not run when its digest is another one", async () => {
    const { url, sha256 } = programs.source("zero-db", { name: "another one" });
    const other = sha256.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
    await expect(
      stage.up(wanted({ server: { url: `${url}?token=canary-url`, sha256: other } })),
    ).rejects.toThrow(`${url} has the SHA-256 ${sha256} and was to have ${other}; nothing of it was run`);
    expect(await stage.say("node1", "ls /var/lib/groundplan/bin /var/lib/groundplan/s")).not.toContain(other);
    expect(stage.said("Zdb", "bad")).not.toContain("canary-url");
  });

  test("leaves no half-made namespace", async () => {
    const server = programs.source("zero-db", { refuses: "maxsize" });
    const error = await stage.up(wanted({ server })).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProviderError) || error.saved === undefined) throw error;
    const { id } = error.saved;
    expect(error.message).toContain(`0-db could not bring about the namespace ${id}: Invalid property`);
    expect(await administer(["NSLIST"])).toEqual(["*1", "$7", "default"]);
    await stage.delete(error.saved);
  });

  test("tells that it denies its administrator's password", async () => {
    const server = programs.source("zero-db");
    const made = await stage.up(wanted({ server }));
    const admin = "/var/lib/groundplan/zdb/hdd-user/admin";
    await stage.say("node1", `cp -p ${admin} ${admin}.kept; echo other >${admin}`);
    await expect(stage.up(wanted({ server, size: 2 }), made)).rejects.toThrow(
      `0-db denies its administrator's password, which is in ${admin}: restart its service zdb-server-hdd-user`,
    );
    await stage.say("node1", `mv ${admin}.kept ${admin}`);
    await stage.delete(made);
  });

  test("is told when it cannot be fetched, is not there, or does not run", async () => {
    const { url, sha256 } = programs.source("zero-db");
    await expect(stage.up(wanted({ server: { url: `${url}0`, sha256 } }))).rejects.toThrow(
      /cannot be fetched: .*404/,
    );
    await expect(stage.up(wanted({ server: { path: "/opt/zdb" } }))).rejects.toThrow(
      "there is no program /opt/zdb on this node",
    );
    await expect(stage.up(wanted({}))).rejects.toThrow("there is no 0-db on this node: name one with server");
  });
});

function outputs({ properties }: Deployed): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== "__state"));
}

/** What a refresh of the next command finds. */
async function fresh(deployed: Deployed): Promise<Deployed> {
  await stage.nextCommand();
  return stage.refresh(deployed);
}

/** Processes that the double runs as. */
async function servers(): Promise<string[]> {
  const pids = await stage.say(
    "node1",
    `for process in /proc/[0-9]*; do case $(readlink $process/exe || :) in */node) echo \${process#/proc/} ;; esac; done`,
  );
  return pids.split("\n").filter((pid) => pid !== "");
}

function untilItAnswers(deployed: Deployed): Promise<unknown> {
  return until("the server to answer", async () =>
    (await ask(deployed, ["SELECT", deployed.id, PASSWORD], ["GET", "key"])).includes("value"),
  );
}

/** How many connections the node's SSH server has let in. */
function connections(): number {
  return readFileSync(join(stage.lab.folder, "logs", "node1-sshd.log"), "utf8").split("Accepted publickey")
    .length;
}

/** Talks to the server over the network, as a client does. @returns Lines of its answers. */
async function ask(deployed: Deployed, ...commands: string[][]): Promise<string[]> {
  return talk(`TCP:127.0.0.1:${Number(deployed.properties["port"])}`, commands);
}

/** @returns Lines of the answers. */
async function administer(...commands: string[][]): Promise<string[]> {
  const [entered, ...said] = await talk("UNIX-CONNECT:/run/groundplan/zdb/hdd-user.sock", [
    ["AUTH", await adminPassword()],
    ...commands,
  ]);
  expect(entered).toBe("+OK");
  return said;
}

function adminPassword(): Promise<string> {
  return stage.say("node1", "cat /var/lib/groundplan/zdb/hdd-user/admin 2>/dev/null || echo none");
}

async function talk(address: string, commands: string[][]): Promise<string[]> {
  const batch = commands
    .map((words) => `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`)
    .join("");
  const encoded = Buffer.from(batch).toString("base64");
  const { out } = await stage.on("node1", `echo ${encoded} | base64 -d | socat -t 10 - ${address}`);
  return out.split(/\r?\n/).filter((line) => line !== "");
}

/** Has the server count more than what is there. */
async function pretendFull(deployed: Deployed, bytes: number): Promise<void> {
  await administer(["PRETEND", deployed.id, String(bytes)]);
}
