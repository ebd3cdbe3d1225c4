import { clusterSecrets, clusterSettings } from "../../model/shared/targets/cluster.js";
import type { FoundVersions } from "../../model/workspace/render/template-versions.js";
import { clusterTarget } from "../../providers/targets/cluster.js";
import { clusterVersions } from "../../providers/workspace/cluster-versions.js";
import { configEntry } from "../stack-config.js";

/** What clusters of the stack's configuration say of themselves, each asked once and only when somebody needs it. */
export class ClusterAnswers {
  readonly #asked = new Map<string, Promise<FoundVersions>>();

  /** @param name from `groundplan:clusters` */
  versions(name: string): Promise<FoundVersions> {
    let asked = this.#asked.get(name);
    if (asked === undefined) {
      asked = versionsOf(name);
      this.#asked.set(name, asked);
    }
    return asked;
  }
}

async function versionsOf(name: string): Promise<FoundVersions> {
  const settings = clusterSettings.safeParse(configEntry("clusters", name));
  const secrets = clusterSecrets.safeParse(configEntry("clustersSecrets", name) ?? {});
  if (!settings.success || !secrets.success) {
    return { versions: undefined, reason: `groundplan:clusters.${name} does not say how it is reached` };
  }
  return clusterVersions(() => clusterTarget.connect(name, settings.data, secrets.data));
}
