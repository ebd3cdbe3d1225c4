import { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import { binaryProblems, binarySource } from "../node/binary.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";

/** The longest password of a namespace that 0-db takes, in bytes. */
const LONGEST_PASSWORD = 63;
/** What 0-db takes for the wish to have no password. */
const NO_PASSWORD = "*";

const inputs = z.strictObject({
  ...workloadInputs,
  /** The most the namespace holds, GiB. */
  size: z.int().min(1),
  /** Whether keys are given by users or counted by the server. Default `user`. */
  mode: z.enum(["seq", "user"]).default("user"),
  /** The pool that the data is in. Default `hdd`. */
  diskType: z.enum(["hdd", "ssd"]).default("hdd"),
  /** What clients write with, and read with unless the namespace is public. At most 63 bytes. Default none. */
  password: z.string().min(1).optional(),
  /** Whether everybody may read. Default false. */
  public: z.boolean().default(false),
  /** The 0-db program. Default: what serves this disk and mode on the node already, else `0-db` or `zdb` there. */
  server: binarySource.optional(),
});

/** Inputs of {@link zdb}. */
export type ZdbInputs = z.output<typeof inputs>;

/** Outputs of {@link zdb}. */
export type ZdbOutputs = WorkloadOutputs & {
  /** What clients select. */
  namespace: string;
  /** Addresses of the node at which clients reach the server. */
  ips: readonly string[];
  port: number;
};

/** A namespace of a 0-db server. The server of a disk and mode is shared by all namespaces there. */
export const zdb = defineKind<ZdbInputs, ZdbOutputs>({
  name: "reservation.Zdb",
  module: "reservation",
  type: "Zdb",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "namespace", "ips", "port"],
  secretInputs: ["password"],
  replaceOn: ["node", "explorer", "mode", "diskType"],
  dataLossOn: ["node", "explorer", "mode", "diskType"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, explorer, mode, diskType }) => `${explorer ?? ""}/${node}/zdb/${diskType}/${mode}`,
  problems: (given) => [
    ...passwordProblems(given.password),
    ...binaryProblems(given.server, "server"),
    ...(given.explorer === undefined || given.server === undefined
      ? []
      : [{ path: "server", reason: "is not for an explorer, whose nodes have a 0-db of their own" }]),
  ],
  handlers: async () => (await import("./zdb.handlers.js")).zdbHandlers,
});

function passwordProblems(password: string | undefined): readonly Problem[] {
  if (password === undefined) return [];
  if (password === NO_PASSWORD) {
    return [{ path: "password", reason: "must not be a single asterisk, which 0-db takes for no password" }];
  }
  return Buffer.byteLength(password) > LONGEST_PASSWORD
    ? [{ path: "password", reason: `must have at most ${LONGEST_PASSWORD} bytes` }]
    : [];
}
