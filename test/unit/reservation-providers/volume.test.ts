import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeFacts } from "../../../clients/node/probe.js";
import { FakeNode } from "../../../clients/node/fake.js";
import type { JsonObject } from "../../../model/shared/json.js";
import { wholeScripts } from "../../../providers/node/scripts/compose.js";
import { volumeOnNode } from "../../../providers/reservation/volume/on-node.js";
import { poolLacks } from "../../../providers/reservation/volume/pool-lacks.js";
import { volumeWorkload } from "../../../providers/reservation/volume/workload.js";
import { volume, type VolumeInputs } from "../../../providers/reservation/volume.js";
import type { OpenNode } from "../../../providers/targets/node.js";
import { runLocally } from "../node/local-shell.js";

const GIB = 2 ** 30;

function inputs(given: Partial<VolumeInputs> = {}): VolumeInputs {
  return volume.inputs.parse({ node: "node1", size: 1, ...given });
}

const node: OpenNode = { name: "node1", client: new FakeNode({}), pools: { ssd: "/mnt/ssd" } };

describe("a pool", () => {
  type Pool = NonNullable<NodeFacts["pools"]["ssd"]>;

  function lacks(pool: Partial<Pool>, tools: readonly string[], path = "/mnt/ssd"): readonly string[] {
    const ssd: Pool = {
      path,
      exists: true,
      filesystem: "btrfs",
      quota: "none",
      size: GIB,
      free: GIB,
      ...pool,
    };
    const facts: NodeFacts = {
      ...{ kernel: "6.1", architecture: "x86_64", hostname: "node1", os: { id: "debian", version: "12" } },
      ...{ bootId: null, clockAhead: 0, root: true, cgroup: 2, systemd: false },
      ...{
        wireguard: { kernel: false, userspace: false },
        memory: GIB,
        cpus: 1,
        disk: { size: GIB, free: GIB },
      },
      ...{ tools: Object.fromEntries(tools.map((tool) => [tool, "1.0"])), pools: { ssd }, workloads: [] },
    };
    return poolLacks({ type: "ssd" }, facts, { ...node, pools: { ssd: path } });
  }

  test.each<[Partial<Pool>, readonly string[], readonly string[]]>([
    [{}, ["btrfs"], []],
    [{}, [], ["the program btrfs is missing: install btrfs-progs"]],
    [{ exists: false }, ["btrfs"], ["the folder /mnt/ssd is not there (groundplan:nodes.node1.pools.ssd)"]],
    [{ filesystem: "xfs", quota: "project" }, ["xfs_quota"], []],
    [{ filesystem: "ext4", quota: "project" }, ["xfs_quota"], []],
    [
      { filesystem: "ext4" },
      [],
      [
        "the pool /mnt/ssd is ext4 without project quota: mount it with prjquota",
        "the program xfs_quota is missing: install xfsprogs",
      ],
    ],
    [
      { filesystem: "tmpfs" },
      ["btrfs"],
      ["the pool /mnt/ssd is on tmpfs: volumes need btrfs, or xfs or ext4 with project quota"],
    ],
  ])("that is %j on a node with %j lacks %j", (pool, tools, expected) => {
    expect(lacks(pool, tools)).toEqual(expected);
  });

  test("with a blank in its path cannot have project quotas", () => {
    expect(lacks({ filesystem: "xfs", quota: "project" }, ["xfs_quota"], "/mnt/my ssd")).toEqual([
      "the path /mnt/my ssd has a blank, which xfs_quota does not take",
    ]);
  });
});

test("a change is told and, where the data would not fit, refused", () => {
  const change = (from: number, to: number, used: number | null) => {
    const old = { inputs: inputs({ size: from }), outputs: { workloadId: "v", drift: [], path: "/p" } };
    return volumeOnNode.refusals?.({
      old,
      news: inputs({ size: to }),
      found: { path: "/p", limit: 1, used },
    });
  };
  expect(change(2, 1, GIB)).toEqual(["cannot shrink to 1 GiB: 1 GiB are used"]);
  expect(change(2, 1, GIB - 1)).toEqual([]);
  expect(change(1, 2, 3 * GIB)).toEqual([]);
  expect(change(2, 1, null)).toEqual([]);
  expect(volumeOnNode.steps?.(undefined, inputs())).toEqual(["make a volume of 1 GiB of ssd on node1"]);
  expect(volumeOnNode.steps?.(inputs(), inputs({ size: 2 }))).toEqual(["grow from 1 GiB to 2 GiB"]);
  expect(volumeOnNode.steps?.(inputs({ size: 2 }), inputs())).toEqual(["shrink from 2 GiB to 1 GiB"]);
  expect(volumeOnNode.steps?.(inputs(), inputs({ description: "new" }))).toEqual([]);
});

test("it takes its whole size of the pool, and is a volume of the model", () => {
  expect(volumeOnNode.use?.(inputs({ size: 2, type: "hdd" }))).toEqual({
    cru: 0,
    mru: 0,
    sru: 0,
    hru: 2 * GIB,
  });
  expect(volumeWorkload(inputs({ size: 2, pool: "5" }))).toMatchObject({
    size: 2,
    type: 1,
    poolId: "5",
    nodeId: "node1",
  });
});

describe("on a file system with project quotas", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-volume-"));
    mkdirSync(join(folder, "pool"));
    writeFileSync(join(folder, "report"), "");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs one of the scripts with programs that write down what they are told. */
  function run(script: "ensure" | "inspect" | "remove", more: JsonObject = {}): unknown {
    // The scripts take the node's folder from what stands before them.
    const text = `state_folder=${folder}
stat() { echo ext2/ext3; }
findmnt() { echo /mnt; }
xfs_quota() { case $* in *report*) cat ${folder}/report ;; *) echo "$*" >>${folder}/told ;; esac; }
${wholeScripts(volumeOnNode)[script].text}`;
    const parameters = {
      ...{
        id: "volume-one",
        sort: "volume",
        order: 20,
        token: "t",
        spec: "{}",
        pool: `${folder}/pool`,
        size_gib: 2,
      },
      ...{ owner: "a/b/c/d", owner_text: "a/b/c/d", use_cru: 0, use_mru: 0, use_sru: 0, use_hru: 0 },
      ...{ room_mru: 0, room_sru: 0, room_hru: 0, ...more },
    };
    const { code, stdout, stderr } = runLocally(text, parameters);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  }

  function told(): string[] {
    const text = readFileSync(join(folder, "told"), "utf8").trim();
    rmSync(join(folder, "told"));
    return text.split("\n");
  }

  test("a volume is a folder with a project of its own", () => {
    writeFileSync(join(folder, "report"), "#0 4 0 0 00 [------]\n#1000001 512 0 2097152 00 [------]\n");
    const path = join(folder, "pool", "volume-one");
    expect(run("ensure")).toMatchObject({
      workloads: [{ id: "volume-one", own: { path, used: 512 * 1024, limit: 2 * GIB } }],
    });
    expect(told()).toEqual([`-x -f -c project -s -p ${path} 1000001 -c limit -p bhard=2g 1000001 /mnt`]);
    run("ensure", { id: "volume-two" });
    expect(told()[0]).toContain(" 1000002 ");
    run("ensure", { size_gib: 3 });
    expect(told()[0]).toContain("bhard=3g 1000001");
  });

  test("a limit that is gone is found as none, and one below what is used is refused", () => {
    run("ensure");
    writeFileSync(join(folder, "report"), "#1000001 3145728 0 0 00 [------]\n");
    expect(run("inspect", { id: "" })).toMatchObject({
      workloads: [{ own: { used: 3 * GIB, limit: null } }],
      records: [{ id: "volume-one", state: "done" }],
    });
    expect(() => run("ensure")).toThrow("the volume cannot be limited to 2 GiB: 3221225472 bytes are used");
  });

  test("a removed volume leaves neither its folder nor its limit; a mounted one is kept", () => {
    run("ensure");
    told();
    const container = join(folder, "w", "container-x");
    mkdirSync(container);
    writeFileSync(
      join(container, "spec.json"),
      readFileSync(join(folder, "w/volume-one/spec.json"), "utf8")
        .replaceAll("volume-one", "container-x")
        .replace('"sort": "volume"', '"sort": "container"'),
    );
    writeFileSync(join(container, "keep.volumes"), " volume-zero volume-one \n");
    expect(() => run("remove")).toThrow("the volume is mounted by container-x of a/b/c/d");
    rmSync(container, { recursive: true });
    expect(run("remove")).toEqual({ heldBy: "" });
    expect(told()).toEqual(["-x -f -c limit -p bhard=0 1000001 /mnt"]);
    expect(run("remove")).toEqual({ heldBy: "" });
    expect(run("inspect", { id: "" })).toEqual({ workloads: [], records: [] });
  });

  test("a pool that was moved is told, and nothing is made there", () => {
    run("ensure");
    mkdirSync(join(folder, "elsewhere"));
    expect(() => run("ensure", { pool: `${folder}/elsewhere` })).toThrow("and the pool was moved to");
    expect(() => run("ensure", { id: "volume-new", pool: `${folder}/nowhere` })).toThrow("is not there");
  });
});
