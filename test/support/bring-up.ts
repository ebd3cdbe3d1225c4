import type { Deployed } from "./kind-stage.js";
import type { Properties, ProviderProcess } from "./provider-process.js";

/** What an `up` does with a resource: check, diff where there is one, then create or update if needed. */
export async function bringUp(
  provider: ProviderProcess,
  inputs: Properties,
  before?: Deployed,
): Promise<Deployed & { readonly changed: boolean }> {
  const checked = await provider.check(before?.inputs ?? {}, inputs);
  expect(checked.failures).toEqual([]);
  if (before === undefined) {
    const made = await provider.create(checked.inputs);
    return { ...made, inputs: checked.inputs, changed: true };
  }
  const { changes, replaces } = await provider.diff(before.id, before.properties, checked.inputs);
  expect(replaces).toEqual([]);
  if (changes !== true) return { ...before, inputs: checked.inputs, changed: false };
  const properties = await provider.update(before.id, before.properties, checked.inputs);
  return { id: before.id, properties, inputs: checked.inputs, changed: true };
}
