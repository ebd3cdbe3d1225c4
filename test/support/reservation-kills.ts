import { NODES, type NodeName } from "../../lab/profiles/index.js";
import { NodeGates, SCRIPTS, type Point, type Victim } from "./node-gates.js";
import { NodePrograms } from "./node-programs.js";
import { openNodeStage, type NodeStage } from "./node-stage.js";
import { ReservationScene } from "./reservation-scene.js";

/** The start of every script, and programs that are called equally often each time. */
const COUNTED = { ...SCRIPTS, podman: "*", btrfs: "*", nft: "*" };

/** A reservation of everything, whose `up` can be killed at any call that it makes on a node. */
export class KilledUps {
  private constructor(
    readonly scene: ReservationScene,
    private readonly stage: NodeStage,
    private readonly programs: NodePrograms,
    private readonly gates: NodeGates,
  ) {}

  /** @param name Stacks that exist at the same time need two. */
  static async open(name: string): Promise<KilledUps> {
    const [scene, stage] = await Promise.all([ReservationScene.open(name), openNodeStage()]);
    const programs = await NodePrograms.open(stage, ["node2"]);
    const small = { image: "registry.groundplan.test/lab/busybox:1", memory: 64, diskSize: 0 };
    const entrypoint = `sh -c 'trap "exit 0" TERM; while :; do sleep 1; done'`;
    scene.configure({
      reservations: {
        cut: {
          networks: { net: { range: "10.10.0.0/16", nodes: NODES } },
          volumes: { data: { node: "node1", size: 1, type: "hdd" } },
          zdbs: { store: { node: "node2", size: 1, server: programs.source("zero-db") } },
          containers: {
            web: {
              ...{ ...small, entrypoint, node: "node1", network: "net", ip: "10.10.1.2" },
              volumes: { data: "/data" },
            },
          },
        },
      },
    });
    await scene.stack.create();
    const gates = new NodeGates((node, script) => scene.say(node, script), COUNTED);
    await gates.open();
    return new KilledUps(scene, stage, programs, gates);
  }

  /** How many calls an `up` from nothing to the end makes on each node. */
  async calls(): Promise<Readonly<Record<NodeName, number>>> {
    await this.gates.restart();
    await this.scene.make("up");
    return this.gates.calls();
  }

  /**
   * Begins an `up`, kills with SIGKILL while a node is at a call, and lets the node go on then.
   * @returns What the `up` printed.
   */
  killAt(point: Point, victim: Victim): Promise<string> {
    return this.gates.killAt(this.scene.stack, point, victim);
  }

  /** An `up` that has to finish the work. @returns Everything of ours on all nodes. */
  async converged(): Promise<string> {
    await this.gates.restart();
    await this.scene.make("up");
    expect((await this.scene.stack.state()).pending_operations ?? []).toEqual([]);
    expect((await this.scene.stack.preview()).changes).toEqual([]);
    return this.scene.traces();
  }

  async close(): Promise<void> {
    await this.gates.close();
    await this.scene.close();
    await this.programs.close();
    await this.stage.close();
  }
}
