import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  timeouts: commonInputs.timeouts,
});

/** Inputs of {@link providerConnection}. */
export type ProviderConnectionInputs = z.infer<typeof inputs>;

/** Outputs of {@link providerConnection}. */
export type ProviderConnectionOutputs = {
  /** URL of the API; empty when not even its address is known. */
  server: string;
  /** `v1alphaConnectionState` without a time, which would differ at every refresh. */
  connectionState: { status: "Successful" | "Failed"; message: string };
  /** Version of the API server; empty when it did not answer. */
  serverVersion: string;
};

/** Whether a cluster answers, asked when the resource is made and at every refresh. One that does not fails nothing. */
export const providerConnection = defineKind<ProviderConnectionInputs, ProviderConnectionOutputs>({
  name: "workspace.ProviderConnection",
  module: "workspace",
  type: "ProviderConnection",
  inputs,
  outputs: ["server", "connectionState", "serverVersion"],
  replaceOn: ["cluster"],
  timeouts: { create: 60_000, read: 60_000, update: 60_000 },
  handlers: async () => (await import("./provider-connection.handlers.js")).providerConnectionHandlers,
});
