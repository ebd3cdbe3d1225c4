import type { GroupVersionKind, KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import { isObject } from "../../model/shared/json.js";
import { KINDS } from "../../model/vimana/objects/kinds.js";
import { without } from "../../clients/kubernetes/without.js";

/** What hierarchies of benchmarks consist of, besides their namespace. */
const COMPARED: readonly GroupVersionKind[] = [
  KINDS.secret,
  { apiVersion: "v1", kind: "ConfigMap" },
  KINDS.service,
  KINDS.deployment,
  KINDS.envoyProxy,
  KINDS.trafficPolicy,
  KINDS.gateway,
  KINDS.listenerSet,
  KINDS.grpcRoute,
].map(({ apiVersion, kind }) => {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return { group: group ?? "", version: version ?? "", kind };
});

/** The cluster itself puts it into every namespace. */
const OF_THE_CLUSTER = "kube-root-ca.crt";

/** The objects of a hierarchy as the cluster has them, a line each: kind, name and what was declared of it. */
export async function objectsIn(kubernetes: KubernetesClient, namespace: string): Promise<string[]> {
  const lists = await Promise.all(
    COMPARED.map(async (gvk) => {
      const { items } = await kubernetes.list(gvk, { namespace });
      return items
        .filter(({ metadata }) => metadata.name !== OF_THE_CLUSTER)
        .map((object) => `${gvk.kind} ${object.metadata.name ?? ""} ${JSON.stringify(declared(object))}`);
    }),
  );
  return lists.flat().sort();
}

/** Without addresses, which the API server gives; of data the keys, since certificates and times differ. */
function declared({ spec, data }: KubeObject): unknown {
  const own = isObject(spec) ? without(without(spec, "clusterIP"), "clusterIPs") : {};
  return isObject(data) ? Object.keys(data).sort() : own;
}
