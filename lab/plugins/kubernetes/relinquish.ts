import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";

/**
 * Gives up all fields that a manager owns: an apply of nothing. Fields without another owner go, the object stays.
 */
export async function relinquish(
  client: KubernetesClient,
  object: KubeObject,
  fieldManager: string,
): Promise<void> {
  const { apiVersion, kind } = object;
  const { name = "", namespace } = object.metadata;
  const metadata = namespace === undefined ? { name } : { name, namespace };
  await client.apply({ apiVersion, kind, metadata }, { fieldManager });
}
