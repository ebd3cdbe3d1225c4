import * as pulumi from "@pulumi/pulumi";

/** Nothing answers to it, and nothing has to. */
const NO_FUNCTION = "pulumi-nodejs:dynamic:start";

/**
 * Has the engine start the process that dynamic resources live in, which takes the better part of a second, while the
 * program still fetches and renders. The engine does so for whatever is first asked of its package; that there is no
 * such function comes back when it runs, and then this ends.
 */
export async function startProviderEarly(): Promise<void> {
  await pulumi.runtime.invoke(NO_FUNCTION, {}).catch(() => undefined);
}
