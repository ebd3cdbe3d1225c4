import { z } from "zod";
import { nodeUse } from "../../../model/reservation/capacity/node-capacity.js";
import type { NodeWorkload } from "../../node/definition.js";
import type { VolumeInputs, VolumeOutputs } from "../volume.js";
import { poolLacks } from "./pool-lacks.js";
import { ENSURE_VOLUME } from "./scripts/ensure.sh.js";
import { INSPECT_VOLUMES } from "./scripts/inspect.sh.js";
import { REMOVE_VOLUME } from "./scripts/remove.sh.js";
import { volumeWorkload } from "./workload.js";

const GIB = 2 ** 30;

const found = z.object({
  path: z.string(),
  /** Bytes; null when there is none. */
  limit: z.number().nullable(),
  /** Bytes; null when the pool does not count. */
  used: z.number().nullable(),
});
type Found = z.output<typeof found>;

/** Volumes as subvolumes of btrfs with a limit, or as folders with a project quota on xfs and ext4. */
export const volumeOnNode: NodeWorkload<VolumeInputs, Found, VolumeOutputs> = {
  sort: "volume",
  order: 20,
  lacks: poolLacks,
  use: (inputs) => nodeUse(volumeWorkload(inputs)),
  ensure: ENSURE_VOLUME,
  inspect: INSPECT_VOLUMES,
  remove: REMOVE_VOLUME,
  parameters: ({ size, type }, { pools }) => ({ pool: pools[type] ?? "", size_gib: size }),
  found,
  asFound: ({ path, limit }, { inputs }) => ({
    inputs: { ...inputs, size: gibOf(limit ?? 0) },
    outputs: { path },
    drift: limit === null ? ["limit: missing"] : [],
  }),
  refusals: ({ old, news, found: now }) =>
    old === undefined || now === undefined || now.used === null || news.size >= old.inputs.size
      ? []
      : tooSmall(news.size, now.used),
  steps: (old, { size, type, node }) => {
    if (size === undefined) return [];
    if (old === undefined) return [`make a volume of ${size} GiB of ${String(type)} on ${String(node)}`];
    if (old.size === size) return [];
    return [`${old.size < size ? "grow" : "shrink"} from ${old.size} GiB to ${size} GiB`];
  },
};

function tooSmall(size: number, used: number): readonly string[] {
  return used < size * GIB ? [] : [`cannot shrink to ${size} GiB: ${gibOf(used)} GiB are used`];
}

/** Bytes as GiB, to three places. */
function gibOf(bytes: number): number {
  return Math.round((bytes / GIB) * 1000) / 1000;
}
