import type { Resource } from "@pulumi/pulumi";
import type { Clusters } from "../clusters.js";
import type { ProjectFiles } from "../raw-stack.js";

/**
 * Clusters whose kubeconfigs are written by the same stack, by name: what writes them, and whether they are there.
 *
 * @param writers by path
 */
export function madeClusters(
  clusters: Clusters,
  writers: Readonly<Record<string, Resource>>,
  files: Pick<ProjectFiles, "exists">,
): Readonly<Record<string, { readonly by: readonly Resource[]; readonly isKnown: boolean }>> {
  return Object.fromEntries(
    Object.entries(clusters).flatMap(([name, { kubeconfig }]) => {
      const writer = kubeconfig === undefined ? undefined : writers[kubeconfig];
      if (kubeconfig === undefined || writer === undefined) return [];
      return [[name, { by: [writer], isKnown: files.exists(kubeconfig) }]];
    }),
  );
}
