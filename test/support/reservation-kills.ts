import { NODES, type NodeName } from "../../lab/profiles/index.js";
import { NodePrograms } from "./node-programs.js";
import { openNodeStage, type NodeStage } from "./node-stage.js";
import { dynamicProviders, engines, programs as programsOf, type RunningProcess } from "./processes.js";
import { ReservationScene } from "./reservation-scene.js";
import { finished } from "./stack.js";
import { until } from "./until.js";

/** What is counted on a node: the start of every script, and programs that are called equally often each time. */
const COUNTED = { timeout: "*'sh -eu'", podman: "*", btrfs: "*", nft: "*" };

/** A call on a node, counted from 1. */
export interface Point {
  readonly node: NodeName;
  readonly call: number;
}

/** Whom the kill hits; what the engine has started ends by itself. */
export type Victim = "provider" | "engine";

/** A reservation of everything, whose `up` can be killed at any call that it makes on a node. */
export class KilledUps {
  private constructor(
    readonly scene: ReservationScene,
    private readonly stage: NodeStage,
    private readonly programs: NodePrograms,
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
    const kills = new KilledUps(scene, stage, programs);
    for (const node of NODES) await scene.say(node, gates());
    return kills;
  }

  /** How many calls an `up` from nothing to the end makes on each node. */
  async calls(): Promise<Readonly<Record<NodeName, number>>> {
    await this.#wait();
    await this.scene.make("up");
    const [node1 = 0, node2 = 0, node3 = 0] = await Promise.all(
      NODES.map(async (node) => Number(await this.scene.say(node, "wc -l </root/calls"))),
    );
    return { node1, node2, node3 };
  }

  /**
   * Begins an `up`, kills with SIGKILL while a node is at a call, and lets the node go on then.
   * @returns What the `up` printed.
   */
  async killAt(point: Point, victim: Victim): Promise<string> {
    const { folder } = this.scene.stack;
    await this.#wait(point);
    const progress = { ended: false };
    const run = finished(this.scene.stack.startMake("up")).finally(() => {
      progress.ended = true;
    });
    await until(`call ${point.call} on ${point.node}`, async () => {
      if (progress.ended) throw new Error(`the up ended before call ${point.call} on ${point.node}`);
      return (await this.scene.say(point.node, "ls /root/waits 2>/dev/null || :")) !== "";
    });
    kill(victim === "engine" ? engines(folder) : dynamicProviders(folder));
    await until(
      "the provider to be gone",
      () => [...dynamicProviders(folder), ...(victim === "engine" ? programsOf(folder) : [])].length === 0,
    );
    await this.scene.say(point.node, "echo 0 >/root/wait-at; rm -f /root/waits");
    const { code, output } = await run;
    if (code === 0) throw new Error(`the up ended well although its ${victim} was killed:\n${output}`);
    return output;
  }

  /** An `up` that has to finish the work. @returns Everything of ours on all nodes. */
  async converged(): Promise<string> {
    await this.#wait();
    await this.scene.make("up");
    expect((await this.scene.stack.state()).pending_operations ?? []).toEqual([]);
    expect((await this.scene.stack.preview()).changes).toEqual([]);
    return this.scene.traces();
  }

  async close(): Promise<void> {
    await Promise.all(NODES.map((node) => this.scene.say(node, removedGates())));
    await this.scene.close();
    await this.programs.close();
    await this.stage.close();
  }

  /** Counts from 0 again, on all nodes, and has one of them wait at a point. */
  async #wait(point?: Point): Promise<void> {
    await Promise.all(
      NODES.map((node) =>
        this.scene.say(
          node,
          `: >/root/calls; rm -f /root/waits; echo ${node === point?.node ? point.call : 0} >/root/wait-at`,
        ),
      ),
    );
  }
}

/** A script that puts something before each counted program, which counts and waits. */
function gates(): string {
  const one = ([program, counted]: readonly [string, string]): string => `
real=$(PATH=/usr/sbin:/usr/bin:/sbin:/bin; command -v ${program})
cat >/usr/local/sbin/${program} <<END
#!/bin/sh
case "\\$*" in
  ${counted})
    call=\\$(flock /root/calls sh -c 'echo ${program} >>/root/calls; wc -l </root/calls')
    if [ "\\$call" = "\\$(cat /root/wait-at)" ]; then
      : >/root/waits
      while [ -e /root/waits ]; do sleep 0.05; done
    fi ;;
esac
exec $real "\\$@"
END
chmod 755 /usr/local/sbin/${program}`;
  return `: >/root/calls\necho 0 >/root/wait-at\n${Object.entries(COUNTED).map(one).join("\n")}`;
}

function removedGates(): string {
  const files = Object.keys(COUNTED).map((program) => `/usr/local/sbin/${program}`);
  return `rm -f ${files.join(" ")} /root/calls /root/waits /root/wait-at`;
}

function kill(processes: readonly RunningProcess[]): void {
  expect(processes).not.toEqual([]);
  for (const { pid } of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}
