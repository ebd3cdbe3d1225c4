import { readFileSync } from "node:fs";
import path from "node:path";
import { NODES, type NodeName } from "../../lab/profiles/index.js";
import { NodePrograms } from "../support/node-programs.js";
import { openNodeStage, type NodeStage } from "../support/node-stage.js";
import { ByHand } from "../support/reservation-bench-hand.js";
import { benchReservation, benchShares, workloadCount } from "../support/reservation-bench-plan.js";
import { ReservationScene } from "../support/reservation-scene.js";
import { median, publish, timed, type Comparison } from "./report.js";

const COUNT = 100;
const ROUNDS = 3;
/** Sorts of what a reservation keeps on a node: its record, networks and their keys, and four sorts of workloads. */
const SORTS = 7;
/** The engine does four things at a time for each processor by itself; those that wait for one node take the places. */
const PARALLEL = 32;

/** Writes down every script that is sent to the node, and lets it run. */
const COUNTING = `cat >/usr/local/sbin/timeout <<'EOF'
#!/bin/sh
case "$*" in *'sh -eu') echo run >>/root/script-runs ;; esac
exec /usr/bin/timeout "$@"
EOF
chmod 755 /usr/local/sbin/timeout`;

describe(`${COUNT} workloads on ${NODES.length} nodes`, () => {
  let scene: ReservationScene;
  let stage: NodeStage;
  let programs: NodePrograms;
  let hand: ByHand;

  beforeAll(async () => {
    [scene, stage] = await Promise.all([ReservationScene.open("bench-reservation"), openNodeStage()]);
    programs = await NodePrograms.open(stage, NODES);
    const server = programs.source("zero-db");
    const shares = benchShares(scene.lab.folder);
    expect(workloadCount(shares)).toBe(COUNT);
    hand = new ByHand(scene.lab.folder, shares, server);
    scene.configure({ reservations: { bench: benchReservation(shares, server) } });
    await Promise.all(
      NODES.map((node) => scene.say(node, "btrfs quota enable /mnt/ssd; btrfs quota enable /mnt/hdd")),
    );
    await Promise.all(NODES.map((node) => scene.say(node, COUNTING)));
    await scene.stack.create();
  });

  afterAll(async () => {
    await scene.make("destroy");
    await scene.close();
    await programs.close();
    await stage.close();
  });

  test(
    "up, no-op preview and refresh, against the same commands by hand",
    async () => {
      const peer = { up: await timed(() => hand.up()), looks: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1) peer.looks.push(await timed(() => hand.look()));
      await hand.down();

      const up = await timed(() => succeeds("up", "--yes", "--skip-preview", "--parallel", String(PARALLEL)));
      const previews: number[] = [];
      const refreshes: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = connections();
        previews.push(await timed(() => succeeds("preview", "--expect-no-changes")));
        expect(connections()).toEqual(before);

        await Promise.all(NODES.map((node) => scene.say(node, "rm -f /root/script-runs")));
        refreshes.push(
          await timed(() => succeeds("refresh", "--yes", "--skip-preview", "--expect-no-changes")),
        );
        for (const runs of await Promise.all(NODES.map(scriptRuns))) expect(runs).toBe(SORTS);
      }

      const seconds = (what: string, ours: number, theirs: number): Comparison => ({
        ...{ what, unit: "s", ours: ours / 1000, peer: theirs / 1000 },
      });
      const looked = median(peer.looks);
      const comparisons = [
        seconds("up, everything new", up, peer.up),
        seconds("preview, no change", median(previews), looked),
        seconds("refresh, no drift", median(refreshes), looked),
      ];
      publish(
        `A reservation of ${COUNT} workloads`,
        `One reservation with 42 volumes, 40 containers (each in a network and with a volume), 9 public addresses, 6 name spaces of 0-db and a network over three nodes, against plain shell scripts that do the same with mkdir, btrfs, ip, nft, wg, podman and socat: one script and one SSH connection for each node, all nodes at a time. Whole commands, with the start of the engine and all connections; \`up\` has \`--parallel ${PARALLEL}\`, since most of its steps wait for nodes; preview and refresh are medians of ${ROUNDS} runs, and both are compared with a script that looks at everything. A preview without a change opens no connection; a refresh runs one script for each sort of workload on each node. The scripts supervise nothing, check nothing and do not survive a reboot.`,
        comparisons,
      );
    },
    60 * 60_000,
  );

  async function succeeds(...args: string[]): Promise<void> {
    const { code, output } = await scene.stack.pulumi(...args, "--stack", scene.stack.name);
    if (code !== 0) throw new Error(output);
  }

  /** How many connections each node's SSH server has let in. */
  function connections(): readonly number[] {
    return NODES.map(
      (node) =>
        readFileSync(path.join(scene.lab.folder, "logs", `${node}-sshd.log`), "utf8").split(
          "Accepted publickey",
        ).length - 1,
    );
  }

  async function scriptRuns(node: NodeName): Promise<number> {
    return Number(
      await scene.say(node, "if [ -e /root/script-runs ]; then wc -l </root/script-runs; else echo 0; fi"),
    );
  }
});
