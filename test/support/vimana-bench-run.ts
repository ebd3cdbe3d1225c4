import { median, succeeds, timed, type Comparison } from "../bench/report.js";
import type { BenchScene, Side } from "./vimana-bench-scene.js";

const UP = ["up", "--yes", "--skip-preview"];

/** One command of both sides, alternating. */
class Row {
  readonly #ours: number[] = [];
  readonly #peer: number[] = [];

  constructor(
    private readonly what: string,
    private readonly args: readonly string[],
  ) {}

  /** @param oursFirst Whoever comes second may find caches warm, so both take turns. */
  async run(ours: Side, peer: Side, oursFirst: boolean): Promise<void> {
    const one = async (side: Side, into: number[]): Promise<void> => {
      into.push((await timed(() => succeeds(side.pulumi(...this.args)))) / 1000);
    };
    if (oursFirst) await one(ours, this.#ours);
    await one(peer, this.#peer);
    if (!oursFirst) await one(ours, this.#ours);
  }

  comparison(limit: number | undefined): Comparison {
    const { what } = this;
    const medians = { ours: median(this.#ours), peer: median(this.#peer) };
    return { what, unit: "s", ...medians, ...(limit === undefined ? {} : { limit }) };
  }
}

/** How often what is measured. */
export interface Extent {
  readonly domains: number;
  /** Hierarchies that are made from nothing, on each side. */
  readonly rounds: number;
  /** Previews without a change of each hierarchy. */
  readonly previews: number;
  /** Highest ratio of our time to the peer's; left out where the ratio is only reported. */
  readonly limit?: number;
}

/**
 * Makes hierarchies and changes them, on both sides in turn.
 *
 * @param inspect called with both sides when their hierarchies are there
 * @returns medians of all runs
 */
export async function compareSides(
  scene: BenchScene,
  { domains, rounds, previews, limit }: Extent,
  inspect: (ours: Side, peer: Side) => Promise<void>,
): Promise<readonly Comparison[]> {
  const planned = new Row("preview, everything new", ["preview"]);
  const made = new Row("up, everything new", UP);
  const unchanged = new Row("preview, no change", ["preview", "--expect-no-changes"]);
  const replanned = new Row("preview, weights of one server changed", ["preview"]);
  const changed = new Row("up, weights of one server changed", UP);
  for (let round = 0; round < rounds; round += 1) {
    const ours = await scene.ours(`ours-${round}`, domains);
    const peer = await scene.peer(`plain-${round}`, domains);
    const oursFirst = round % 2 === 0;
    await planned.run(ours, peer, oursFirst);
    await made.run(ours, peer, oursFirst);
    for (let repeat = 0; repeat < previews; repeat += 1) await unchanged.run(ours, peer, oursFirst);
    await inspect(ours, peer);
    for (const side of [ours, peer]) side.declare("second");
    await replanned.run(ours, peer, oursFirst);
    await changed.run(ours, peer, oursFirst);
    await ours.dispose();
    await peer.dispose();
  }
  return [planned, made, unchanged, replanned, changed].map((row) => row.comparison(limit));
}
