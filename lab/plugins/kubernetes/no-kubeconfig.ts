import { Failure } from "../../../model/shared/errors.js";

/** What is said when no kubeconfig is given. */
export function noKubeconfig(): Failure {
  return new Failure({
    what: "the provider has no kubeconfig, and the lab's plugin never looks for one: KUBECONFIG, ~/.kube/config and a pod's own account are not used",
    where: "kubernetes provider",
    next: "Create an explicit `new kubernetes.Provider(name, { kubeconfig })` and pass it to every Kubernetes resource",
  });
}
