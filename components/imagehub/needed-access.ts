import { GROUP } from "../../model/imagehub/constants.js";
import type { NeededAccess } from "../../providers/kubernetes/object-guard.js";

/** What Pulumi needs to keep an object, and a kind to find what it keeps. */
const KEEP = ["get", "list", "watch", "create", "patch", "delete"];

/**
 * Verbs that a stack's credential needs for a hub. The API's original user role lacks several of them, which a preview
 * should tell and not the middle of an update.
 */
export function neededAccess(
  mode: "direct" | "controller",
  {
    installCrds,
    retainCrds,
    protect,
  }: { readonly installCrds: boolean; readonly retainCrds: boolean; readonly protect: boolean },
): NeededAccess[] {
  const crdVerbs = KEEP.filter((verb) => verb !== "delete" || !retainCrds);
  return [
    ...["organizations", "repositories", "images", "datapacks"].map((resource) => ({
      group: GROUP,
      resource,
      verbs: KEEP,
    })),
    ...declared("rbac.authorization.k8s.io", ["clusterroles", "clusterrolebindings"]),
    ...(protect
      ? declared("admissionregistration.k8s.io", [
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
        ])
      : []),
    ...(mode === "direct" ? ["organizations", "repositories", "datapacks"] : ["repositories"]).map(
      (resource) => ({
        group: GROUP,
        resource: `${resource}/status`,
        verbs: ["patch"],
      }),
    ),
    ...(installCrds
      ? [{ group: "apiextensions.k8s.io", resource: "customresourcedefinitions", verbs: crdVerbs }]
      : []),
  ];
}

/** Resources that only Pulumi keeps. */
function declared(group: string, resources: readonly string[]): NeededAccess[] {
  return resources.map((resource) => ({
    group,
    resource,
    verbs: ["get", "list", "create", "patch", "delete"],
  }));
}
