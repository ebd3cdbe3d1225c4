import type { KubernetesClient } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import {
  clusterSecrets,
  clusterSettings,
  type ClusterSecrets,
  type ClusterSettings,
} from "../../model/shared/targets/cluster.js";
import type { TargetType } from "../runtime/target.js";

/** `groundplan:clusters`: Kubernetes clusters. Paths are relative to the project folder, where providers run. */
export const clusterTarget: TargetType<KubernetesClient, ClusterSettings, ClusterSecrets> = {
  key: "clusters",
  settings: clusterSettings,
  secrets: clusterSecrets,
  async connect(name, settings, secrets) {
    const { connectKubernetes } = await import("../../clients/kubernetes/connect.js");
    return connectKubernetes({
      kubeconfig: kubeconfigOf(name, settings, secrets),
      ...(settings.context === undefined ? {} : { context: settings.context }),
      ...(secrets?.token === undefined ? {} : { token: secrets.token }),
    });
  },
};

/** The secret text wins over the file, since whoever set it meant to replace the file. */
function kubeconfigOf(
  name: string,
  settings: ClusterSettings,
  secrets: ClusterSecrets | undefined,
): { readonly text: string } | { readonly path: string } {
  if (secrets?.kubeconfig !== undefined) return { text: secrets.kubeconfig };
  if (settings.kubeconfig !== undefined) return { path: settings.kubeconfig };
  throw new Failure({
    what: "has neither a kubeconfig file nor a kubeconfig text",
    where: `groundplan:clusters.${name}`,
    next:
      `Name the file with \`pulumi config set --path 'groundplan:clusters.${name}.kubeconfig' <path>\`, or keep ` +
      `its text with \`pulumi config set --secret --path 'groundplan:clustersSecrets.${name}.kubeconfig'\``,
  });
}
