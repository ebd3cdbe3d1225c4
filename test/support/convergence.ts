import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import type { TestCatalogue } from "./catalogue.js";
import type { TestStack } from "./stack.js";

/**
 * Asserts that the next `up` ends well, that nothing is doubled or lost (exactly the declared images, one repository
 * and organization each, one data pack each), that nothing is left pending, and that nothing remains to be done.
 */
export async function expectConvergence(
  stack: TestStack,
  kubernetes: KubernetesClient,
  catalogue: TestCatalogue,
): Promise<void> {
  const run = await stack.make("up");
  if (run.code !== 0) throw new Error(`up did not converge:\n${run.output}`);
  const names = catalogue.imagehub.images.map((declared) => declared.name);
  const organizations = [...new Set(names.map((name) => name.split("/")[0]))];
  const repositories = [...new Set(names.map((name) => name.split(":")[0]))];
  const found = async (kind: string): Promise<unknown[]> =>
    (await kubernetes.list({ group: "imagehub.sealos.io", version: "v1", kind })).items.map(
      (item) => (item.spec as { name?: string }).name,
    );
  expect((await found("Image")).sort()).toEqual([...names].sort());
  expect((await found("Repository")).sort()).toEqual([...repositories].sort());
  expect((await found("Organization")).sort()).toEqual([...organizations].sort());
  expect(await found("DataPack")).toHaveLength(Object.keys(catalogue.imagehub.dataPacks).length);
  expect((await stack.state()).pending_operations ?? []).toEqual([]);
  expect((await stack.preview()).changes).toEqual([]);
}
