import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { parseSlotSecret, slotSecret } from "../../../model/artifact/ledger/codec.js";
import type { LedgerEntry } from "../../../model/artifact/ledger/record.js";
import { take, transition } from "../../../model/artifact/ledger/transitions.js";
import type { KubeObject } from "../../../model/shared/kubernetes-object.js";
import { HttpCluster } from "../../support/http-cluster.js";
import { groundplan, type Ran } from "./run.js";

const SINCE = "2026-11-21T12:00:00Z";
const REF = { apiVersion: "v1", kind: "Secret", namespace: "train", name: "inst-carv01-2" };

function borrowed(): LedgerEntry {
  const events = [
    { do: "built", results: { endpoint: "https://x" }, at: SINCE },
    { do: "borrow", holder: "abc/shop/dev/web", team: "shop/dev", token: "tok", at: SINCE },
  ] as const;
  return events.reduce(
    (entry, event) => {
      const next = transition(entry, event);
      if (!next.ok || next.gone) throw new Error("cannot be");
      return next.entry;
    },
    take({ instance: "2-abcde", slot: 2, specHash: "hash", at: SINCE }),
  );
}

describe("groundplan artifact release", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "groundplan-release-"));
  const kubeconfig = path.join(folder, "kubeconfig");
  let cluster: FakeKubernetes;
  let http: HttpCluster;

  beforeEach(async () => {
    cluster = new FakeKubernetes({ namespaces: ["train"] });
    http = await HttpCluster.start(cluster);
    writeFileSync(kubeconfig, http.kubeconfig);
    await cluster.create(slotSecret("carv01", "train", borrowed(), { mark: "abc/platform/prod/pool" }));
  });
  afterEach(() => http.stop());
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function release(...argv: string[]): Promise<Ran> {
    return groundplan("artifact", "release", "carv01", "--kubeconfig", kubeconfig, ...argv);
  }

  async function stored(): Promise<LedgerEntry> {
    const entry = parseSlotSecret((await cluster.get(REF)) as KubeObject);
    if ("problem" in entry) throw new Error(entry.problem);
    return entry;
  }

  const HELD = {
    ...{ artifact: "carv01", namespace: "train", instance: "2-abcde", slot: 2 },
    ...{ holder: "abc/shop/dev/web", team: "shop/dev", since: SINCE },
  };

  it("shows the holder, and changes nothing", async () => {
    const { code, stdout, stderr } = await release("--instance", "2-abcde");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({ ...HELD, state: "borrowed", released: false });
    expect(stdout).not.toContain("tok");
    expect((await stored()).record.state).toBe("borrowed");
    expect(http.writesSince(0)).toEqual([]);
  });

  it("takes the instance from its holder with --yes, and keeps its owner, results and spec", async () => {
    const { code, stdout } = await release("--instance", "2-abcde", "--yes", "--holder", "abc/shop/dev/web");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ ...HELD, state: "dirty", released: true });
    const { record, results } = await stored();
    expect(record).toMatchObject({ state: "dirty", specHash: "hash", createdAt: SINCE });
    expect(record.lease).toBeUndefined();
    expect(results).toEqual({ endpoint: "https://x" });
    expect((await cluster.get(REF))?.metadata).toMatchObject({
      annotations: { "groundplan.dev/owner": "abc/platform/prod/pool" },
      labels: { "groundplan.dev/state": "dirty" },
    });
    const again = await release("--instance", "2-abcde", "--yes");
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is dirty, and nobody holds it") as string,
    });
  });

  it("refuses another holder, with or without --yes", async () => {
    for (const yes of [[], ["--yes"]]) {
      const { code, stdout, stderr } = await release("--instance", "2-abcde", "--holder", "abc/api", ...yes);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ holder: "abc/shop/dev/web", released: false });
      expect(stderr).toContain("is held by abc/shop/dev/web and not by abc/api. Nothing was changed");
    }
    expect((await stored()).record.state).toBe("borrowed");
  });

  it("refuses when the instance changes between the look and the write", async () => {
    http.interrupt = ({ method }, moment) => {
      if (method === "PUT" && moment === "before")
        void cluster.patch(REF, { metadata: { labels: { x: "y" } } }, { type: "merge" });
      return false;
    };
    const { code, stdout, stderr } = await release("--instance", "2-abcde", "--yes");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("was changed by somebody else meanwhile. Look again, without --yes");
    expect((await stored()).record.state).toBe("borrowed");
  });

  it.each([
    [["--instance", "2-zzzzz"], "is gone; its slot holds instance 2-abcde now"],
    [["--instance", "3-abcde"], "instance 3-abcde of artifact carv01 in namespace train on"],
    [["--instance", "3-abcde"], "does not exist. Check the names, and the namespace"],
    [["--instance", "2-abcde", "--namespace", "other"], "does not exist"],
    [["--instance", "carv01"], '"carv01" is no id of an instance. Write it as 0-k3x9a'],
    [["--instance", "2-abcde", "--context", "none"], "none"],
  ])("refuses %j", async (argv, message) => {
    const { code, stdout, stderr } = await release(...argv, "--yes");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("needs an instance", async () => {
    expect(await release()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("required option '--instance <id>' not specified") as string,
    });
  });
});
