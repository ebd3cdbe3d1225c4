import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of the Vimana. */
  namespace: z.string().min(1),
  /** `<domain id>:<server id>@<version>`. */
  fullName: z.string().regex(/^[^:]+:[^:@]+@[^@]+$/, "must be <domain id>:<server id>@<version>"),
  /** The version's image; another one is waited for anew. */
  image: z.string().min(1),
  /** Seconds that a deletion waits after the last route has dropped the version. Default 30. */
  drainSeconds: z.number().min(0).default(30),
  /** `create` and `update` bound the wait until the version is ready, `delete` the one until no route refers to it. */
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link readyGate}. */
export type ReadyGateInputs = z.infer<typeof inputs>;

/** Outputs of {@link readyGate}. */
export type ReadyGateOutputs = {
  /** Whether the version could take calls when last looked at. */
  ready: boolean;
};

/**
 * Operator mode: waits until a version that the operator made can take calls, and before the version goes, until
 * no route sends any to it. The operator's own conditions say neither. Depends on the version's custom resource,
 * and the server's weights on it.
 */
export const readyGate = defineKind<ReadyGateInputs, ReadyGateOutputs>({
  name: "vimana.ReadyGate",
  module: "vimana",
  type: "ReadyGate",
  inputs,
  outputs: ["ready"],
  replaceOn: ["cluster", "namespace", "fullName"],
  localOnly: ["drainSeconds"],
  handlers: async () => (await import("./ready-gate.handlers.js")).readyGateHandlers,
});
