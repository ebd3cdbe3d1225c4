import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import type { FoundVersions } from "../../model/workspace/render/template-versions.js";

/** What a cluster serves, as charts see it. One that cannot be asked is no error: its reason is the answer. */
export async function clusterVersions(open: () => Promise<KubernetesClient>): Promise<FoundVersions> {
  try {
    const client = await open();
    try {
      return await versionsOf(client);
    } finally {
      await client.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { versions: undefined, reason: error.message };
  }
}

async function versionsOf(client: KubernetesClient): Promise<FoundVersions> {
  const [{ status, body }, resources] = await Promise.all([
    client.request("GET", "/version"),
    client.resources(),
  ]);
  const kubeVersion = kubeVersionIn(body);
  if (status >= 400 || kubeVersion === undefined) {
    return { versions: undefined, reason: `${client.server} does not tell its version (${status})` };
  }
  const served = resources.flatMap(({ group, version, kind }) => {
    const groupVersion = group === "" ? version : `${group}/${version}`;
    return [groupVersion, `${groupVersion}/${kind}`];
  });
  return { versions: { kubeVersion, apiVersions: [...new Set(served)].sort() } };
}

/** Without what vendors append: a comparison such as `>=1.31` would take `1.31.2-gke.1` for a version before 1.31.2. */
function kubeVersionIn(body: unknown): string | undefined {
  const gitVersion = isObject(body) ? body["gitVersion"] : undefined;
  return typeof gitVersion === "string" ? /^v?(\d+\.\d+\.\d+)/.exec(gitVersion)?.[1] : undefined;
}
