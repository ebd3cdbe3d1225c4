import { NODES, type NodeName } from "../../lab/profiles/index.js";
import {
  addressOf,
  makeNetwork,
  networkOf,
  removeNetwork,
  type Part,
} from "../e2e/reservation/network-scene.js";
import type { Deployed } from "./kind-stage.js";
import { NodePrograms } from "./node-programs.js";
import { openNodeStage, type NodeStage } from "./node-stage.js";
import type { Properties } from "./provider-process.js";
import type { Row, Surroundings, Table } from "./replace-table.js";

const NAME = "row";

/** Carries out changes of workloads on the lab's nodes as the engine does, by replacement where the kind says so. */
export class ReplaceScene {
  private constructor(readonly stage: NodeStage) {}

  static async open(): Promise<ReplaceScene> {
    return new ReplaceScene(await openNodeStage());
  }

  /** Makes a workload, changes it, looks at what is there then, and removes it. */
  async carryOut({ kind: { type }, base }: Table, row: Row): Promise<void> {
    const { stage } = this;
    const inputs = (rest: Properties): Properties => stage.inputs(type, NAME, { ...base, ...rest });
    const before = await stage.up(inputs({}));
    const home = nodeOf(before);
    const [token] = await this.#tokens(before.id, home);
    await this.#mark(before);

    const changed = inputs(row.change);
    if (row.then === "lost") await expect(stage.preview(changed, before)).rejects.toThrow(/allowDataLoss/);
    const wanted = row.then === "lost" ? { ...changed, allowDataLoss: true } : changed;
    const { changes, replaces } = await stage.preview(wanted, before);
    const by = row.then === "kept" ? [] : (row.by ?? [row.input]);
    expect([changes, [...replaces].sort()]).toEqual([true, [...by].sort()]);

    const after = row.then === "kept" ? await stage.up(wanted, before) : await this.#replaced(wanted, before);
    expect(after.properties).toMatchObject({ drift: [] });
    expect((await stage.refresh(after)).properties).toEqual(after.properties);
    const there = await this.#tokens(after.id, nodeOf(after));
    expect(there).toHaveLength(1);
    expect(there[0] === token).toBe(row.then === "kept");
    if (nodeOf(after) !== home) expect(await this.#tokens(before.id, home)).toEqual([]);
    expect(await this.#isMarked(after)).toBe(row.then === "kept");
    await stage.delete(after);
    expect(await this.#tokens(after.id, nodeOf(after))).toEqual([]);
  }

  /** What the engine does with a resource that is replaced and may exist once only. */
  async #replaced(wanted: Properties, before: Deployed): Promise<Deployed> {
    const { provider } = this.stage;
    const { deleteBeforeReplace } = await provider.diff(
      before.id,
      before.properties,
      (await provider.check(before.inputs, wanted)).inputs,
    );
    expect(deleteBeforeReplace).toBe(true);
    await this.stage.delete(before);
    return this.stage.up(wanted);
  }

  /** The token of the record of a workload, which each creation has another one of. */
  async #tokens(id: string, node: NodeName): Promise<readonly string[]> {
    const file = `/var/lib/groundplan/w/${id}/spec.json`;
    const said = await this.stage.say(node, `if [ -e ${file} ]; then grep '^"token"' ${file}; fi`);
    return said.split("\n").filter((line) => line !== "");
  }

  /** Leaves something in what holds data. */
  async #mark(deployed: Deployed): Promise<void> {
    const { path } = deployed.properties;
    if (typeof path === "string") await this.stage.say(nodeOf(deployed), `echo kept >${path}/mark`);
    else await this.stage.say(nodeOf(deployed), `echo kept >/var/lib/groundplan/w/${deployed.id}/mark`);
  }

  async #isMarked(deployed: Deployed): Promise<boolean> {
    const { path } = deployed.properties;
    const folder = typeof path === "string" ? path : `/var/lib/groundplan/w/${deployed.id}`;
    return (await this.stage.on(nodeOf(deployed), `test -e ${folder}/mark`)).code === 0;
  }

  close(): Promise<void> {
    return this.stage.close();
  }
}

/** What rows of the table need, and how to be rid of it again. */
export interface Standing {
  readonly surroundings: Surroundings;
  remove(): Promise<void>;
}

/** Makes networks, keys, a volume, a Kubernetes master and programs on the lab's nodes. */
export async function standing(stage: NodeStage): Promise<Standing> {
  const programs = await NodePrograms.open(stage, NODES.slice(0, 2));
  const net = await makeNetwork(stage, "net", ["node1", "node2"]);
  const other = await makeNetwork(stage, "other", ["node1"], { half: "10.20", port: 5201 });
  const [node1, node2] = net.map(({ deployed }) => networkOf(deployed));
  const [otherNetwork] = other.map(({ deployed }) => networkOf(deployed));
  const key = (name: string, node: NodeName): Promise<Deployed> =>
    stage.up(stage.inputs("NetworkKey", name, { node, name: "table" }));
  const keys = await Promise.all([key("first", "node1"), key("another", "node1"), key("second", "node2")]);
  const volume = await stage.up(stage.inputs("Volume", "mounted", { node: "node1", size: 1, type: "hdd" }));
  const master = await stage.up(
    stage.inputs("KubernetesNode", "master", {
      ...{
        node: "node2",
        size: -1,
        customSize: { cpu: 1, memory: 0.25, disk: 1 },
        clusterSecret: "secret-of-the-table",
      },
      ...{ network: node2 ?? "", ip: "10.10.2.60", binary: programs.source("k3s") },
    }),
  );
  const outside = await addressOf(stage, "node1");
  const at = (last: number): string => outside.replace(/\d+$/, `${last}/24`);
  return {
    surroundings: {
      networks: { node1: node1 ?? "", node2: node2 ?? "" },
      otherNetwork: otherNetwork ?? "",
      keys: { node1: keys[0].id, another: keys[1].id, node2: keys[2].id },
      volume: volume.id,
      master: "10.10.2.60",
      addresses: [at(90), at(91)],
      router: await stage.say("node1", "ip -o -4 route show default | awk '{ print $3 }'"),
      program: (name, another = false) => programs.source(name, another ? { name: "another one" } : {}),
    },
    async remove() {
      for (const one of [master, volume, ...keys]) await stage.delete(one);
      for (const parts of [net, other] as readonly (readonly Part[])[]) await removeNetwork(stage, parts);
      await programs.close();
    },
  };
}

function nodeOf({ inputs }: Deployed): NodeName {
  const { node } = inputs;
  const found = NODES.find((name) => name === node);
  if (found === undefined) throw new Error("the resource is on no node of the lab");
  return found;
}
