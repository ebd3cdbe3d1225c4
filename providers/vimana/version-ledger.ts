import { z } from "zod";
import { versionFault } from "../../model/vimana/versions.js";
import type { Problem } from "../../model/shared/problem.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import type { History } from "./ledger/entry.js";

const inputs = z.strictObject({
  /** Name of the cluster target. Another cluster's ledger starts with everything that is known here. */
  cluster: z.string().min(1),
  /** Namespace of the Vimana. */
  namespace: z.string().min(1),
  /** `<domain id>:<server id>`. */
  fullName: z.string().regex(/^[^:]+:[^:]+$/, "must be <domain id>:<server id>"),
  /** The server's versions, with the image as declared and, when it is known, the digest that it stands for. */
  versions: z.record(
    z.string(),
    z.strictObject({ image: z.string().min(1), digest: z.string().min(1).exactOptional() }),
  ),
  /** Permits to use a version once more. Each entry counts once; another reason makes it another entry. Default none. */
  forgive: z.array(z.strictObject({ version: z.string().min(1), reason: z.string().min(1) })).default([]),
  /** Whether a new version must be higher than all used ones (CMP-5); otherwise it is remarked on. Default false. */
  monotonic: z.boolean().default(false),
  /** Whether the record stays in the cluster when this resource is deleted. Default true. */
  retain: z.boolean().default(true),
  /** Leave it alone. A read answers `false` when the record was changed by hand, which the next update repairs. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link versionLedger}. */
export type VersionLedgerInputs = z.infer<typeof inputs>;

/** Outputs of {@link versionLedger}. */
export type VersionLedgerOutputs = {
  /** What is known of every version that the server has or has used. */
  history: History;
};

/**
 * The versions that a server has ever used, so that no version number means two things. They are recorded in a
 * ConfigMap, which stacks may share and which outlives them, and in the state, which enforces them when the cluster
 * does not answer.
 *
 * A version is used once it ran: its Deployment was available or it carried weight. One that never came up may have
 * another image, and is forgotten when it is taken out.
 */
export const versionLedger = defineKind<VersionLedgerInputs, VersionLedgerOutputs>({
  name: "vimana.VersionLedger",
  module: "vimana",
  type: "VersionLedger",
  inputs,
  outputs: ["history"],
  replaceOn: ["namespace", "fullName"],
  localOnly: ["monotonic", "retain"],
  normalise: (given) => ({
    ...given,
    forgive: [...given.forgive].sort((left, right) => (entryKey(left) < entryKey(right) ? -1 : 1)),
  }),
  problems: ({ versions }) => Object.keys(versions).flatMap(versionProblems),
  handlers: async () => (await import("./version-ledger.handlers.js")).versionLedgerHandlers,
});

function entryKey({ version, reason }: { readonly version: string; readonly reason: string }): string {
  return `${version} ${reason}`;
}

function versionProblems(version: string): Problem[] {
  const fault = versionFault(version);
  return fault === undefined ? [] : [{ path: `versions["${version}"]`, reason: fault }];
}
