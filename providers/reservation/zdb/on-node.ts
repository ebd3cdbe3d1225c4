import { z } from "zod";
import type { DiskType, NodeFacts } from "../../../clients/node/probe.js";
import { nodeUse } from "../../../model/reservation/capacity/node-capacity.js";
import { binaryAsFound, binaryParameters } from "../../node/binary.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import type { OpenNode } from "../../targets/node.js";
import type { ZdbInputs, ZdbOutputs } from "../zdb.js";
import { ZDB_ENSURE } from "./scripts/ensure.sh.js";
import { ZDB_INSPECT } from "./scripts/inspect.sh.js";
import { ZDB_REMOVE } from "./scripts/remove.sh.js";
import { zdbWorkload } from "./workload.js";

const GIB = 2 ** 30;

const found = z.object({
  namespace: z.string(),
  /** State of the server's service. */
  state: z.string(),
  /** Path of the server's program. */
  binary: z.string(),
  port: z.number(),
  ips: z.array(z.string()),
  /** The rest says nothing unless the server runs. */
  exists: z.boolean(),
  /** Whether the namespace is to have a password. */
  secured: z.boolean(),
  /** `open`: it has no password; else whether it was entered with what it is to be entered with. */
  access: z.enum(["open", "granted", "denied"]),
  public: z.boolean(),
  used: z.number().nullable(),
  limit: z.number().nullable(),
});

/** What is found of a namespace and its server. */
export type ZdbFound = z.output<typeof found>;

/** A namespace of a 0-db on a Linux node. */
export const zdbOnNode: NodeWorkload<ZdbInputs, ZdbFound, ZdbOutputs> = {
  sort: "zdb",
  order: 20,
  secretInputs: ["password"],
  lacks: ({ diskType }, { pools, tools }, node) => [
    ...(tools.socat === undefined ? ["has no program socat (package socat), which talks to 0-db"] : []),
    ...(diskType === undefined ? [] : poolLacks(diskType, pools, node)),
  ],
  use: (inputs) => nodeUse(zdbWorkload(inputs)),
  ensure: ZDB_ENSURE,
  inspect: ZDB_INSPECT,
  remove: ZDB_REMOVE,
  parameters: ({ diskType, mode, size, public: isPublic, password, server }, { pools }) => ({
    disk: diskType,
    mode,
    pool_folder: pools[diskType] ?? "",
    size: size * GIB,
    public: isPublic,
    password: password ?? "",
    ...binaryParameters(server),
  }),
  removeParameters: ({ inputs: { diskType, mode } }) => ({ disk: diskType, mode }),
  found,
  asFound,
  refusals: ({ news: { size }, found: there }) => {
    const used = there?.used ?? 0;
    return used > size * GIB ? [`cannot shrink to ${size} GiB: ${(used / GIB).toFixed(2)} GiB are used`] : [];
  },
};

function poolLacks(
  disk: DiskType,
  pools: NodeFacts["pools"],
  { name, pools: configured }: OpenNode,
): readonly string[] {
  const folder = configured[disk];
  if (folder === undefined) return [`has no pool of ${disk}: set groundplan:nodes.${name}.pools.${disk}`];
  return pools[disk]?.exists === false ? [`has no folder ${folder}, its pool of ${disk}`] : [];
}

function asFound(
  there: ZdbFound,
  { inputs }: LastState<ZdbInputs, ZdbOutputs>,
): FoundState<ZdbInputs, ZdbOutputs> {
  const { exists, limit, namespace, port, ips } = there;
  const server = binaryAsFound(there.binary, inputs.server);
  return {
    inputs: {
      ...inputs,
      ...(exists ? { public: there.public } : {}),
      ...(limit === null ? {} : { size: limit / GIB }),
      ...(server === undefined ? {} : { server }),
    },
    outputs: { namespace, ips, port },
    drift: driftOf(there),
  };
}

function driftOf({ state, exists, secured, access }: ZdbFound): readonly string[] {
  if (state !== "running") return [`process: ${state}`];
  if (!exists) return ["namespace: missing"];
  if (!secured) return access === "open" ? [] : ["password: set, and none is wanted"];
  if (access === "open") return ["password: missing"];
  return access === "denied" ? ["password: changed"] : [];
}
