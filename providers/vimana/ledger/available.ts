import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { deploymentName } from "../../../model/vimana/names.js";
import { objectsIn } from "../objects-in.js";

/** What the cluster shows of some versions. */
export interface Sighting {
  /** Those whose Deployment is there and not about to go. */
  readonly standing: ReadonlySet<string>;
  /** Those whose Deployment is or was available, so that they may have answered calls. */
  readonly ran: ReadonlySet<string>;
}

/** Nothing was looked for. */
export const NOTHING_SEEN: Sighting = { standing: new Set(), ran: new Set() };

/** Looks for the Deployments of some versions. */
export async function lookFor(
  client: Pick<KubernetesClient, "get">,
  { namespace, fullName }: { readonly namespace: string; readonly fullName: string },
  versions: readonly string[],
): Promise<Sighting> {
  const found = await Promise.all(
    versions.map(async (version) => {
      const name = deploymentName(`${fullName}@${version}`);
      const deployment = await client.get({ apiVersion: "apps/v1", kind: "Deployment", namespace, name });
      return deployment === undefined ? [] : [{ version, deployment }];
    }),
  );
  const those = (holds: (deployment: KubeObject) => boolean): Set<string> =>
    new Set(found.flat().flatMap(({ version, deployment }) => (holds(deployment) ? [version] : [])));
  return {
    standing: those(({ metadata }) => metadata.deletionTimestamp === undefined),
    ran: those(wasAvailable),
  };
}

/** A Deployment keeps the news of a finished rollout even when its pods fail later; one of no pods finishes, too. */
function wasAvailable({ spec, status }: KubeObject): boolean {
  if (!isObject(status)) return false;
  if (typeof status["availableReplicas"] === "number" && status["availableReplicas"] > 0) return true;
  const finished = objectsIn(status["conditions"]).some(
    ({ type, reason }) => type === "Progressing" && reason === "NewReplicaSetAvailable",
  );
  return finished && !(isObject(spec) && spec["replicas"] === 0);
}
