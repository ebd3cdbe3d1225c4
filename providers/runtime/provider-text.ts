/** The property under which the SDK's shim finds the text of a resource's provider, in inputs and outputs. */
export const PROVIDER_KEY = "__provider";

/**
 * The text of a kind's provider: a CommonJS module as the SDK's shim loads it, whose `handler` makes the provider.
 * Every resource's state holds it twice and later releases must still run it, so it has nothing but calls of the
 * frozen entry `groundplan/provider-host` (docs/decisions/0014). A test pins it; change nothing here without
 * recording the text of the release before.
 *
 * @param kind frozen name of the kind
 */
export function providerText(kind: string): string {
  return `exports.handler = () => {
  const call = (op) => async (...args) =>
    (await import("groundplan/provider-host")).call(${JSON.stringify(kind)}, op, ...args);
  return {
    configure: ({ config }) => call("configure")(config),
    check: call("check"),
    diff: call("diff"),
    create: call("create"),
    read: call("read"),
    update: call("update"),
    delete: call("delete"),
  };
};
`;
}
