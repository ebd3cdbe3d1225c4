import { isObject } from "../../../model/shared/json.js";
import { apiVersionOf } from "../objects.js";
import type { ApiResource, GroupVersionKind, KubeObject } from "../types.js";

/** A kind as the fake serves it. */
export interface FakeKind extends ApiResource {
  /** The kind has `metadata.generation`. */
  readonly counted: boolean;
  /** `openAPIV3Schema` of a custom resource: list and map types for server-side apply. */
  readonly schema?: Record<string, unknown>;
  /** Served through a CustomResourceDefinition. */
  readonly custom: boolean;
}

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/** group/version, kind, plural, `N` namespaced or `C` cluster-scoped, subresources, `g` where there is a generation. */
const BUILT_IN = `
v1                              Namespace                      namespaces                      C status
v1                              Node                           nodes                           C status
v1                              PersistentVolume               persistentvolumes               C status
v1                              ConfigMap                      configmaps                      N
v1                              Secret                         secrets                         N
v1                              Service                        services                        N status
v1                              ServiceAccount                 serviceaccounts                 N
v1                              Pod                            pods                            N status,log g
v1                              PersistentVolumeClaim          persistentvolumeclaims          N status
v1                              Event                          events                          N
v1                              Endpoints                      endpoints                       N
v1                              LimitRange                     limitranges                     N
v1                              ResourceQuota                  resourcequotas                  N status
v1                              ReplicationController          replicationcontrollers          N status,scale g
apps/v1                         Deployment                     deployments                     N status,scale g
apps/v1                         StatefulSet                    statefulsets                    N status,scale g
apps/v1                         DaemonSet                      daemonsets                      N status g
apps/v1                         ReplicaSet                     replicasets                     N status,scale g
apps/v1                         ControllerRevision             controllerrevisions             N
batch/v1                        Job                            jobs                            N status g
batch/v1                        CronJob                        cronjobs                        N status g
autoscaling/v2                  HorizontalPodAutoscaler        horizontalpodautoscalers        N status
policy/v1                       PodDisruptionBudget            poddisruptionbudgets            N status g
networking.k8s.io/v1            Ingress                        ingresses                       N status g
networking.k8s.io/v1            IngressClass                   ingressclasses                  C g
networking.k8s.io/v1            NetworkPolicy                  networkpolicies                 N g
coordination.k8s.io/v1          Lease                          leases                          N
discovery.k8s.io/v1             EndpointSlice                  endpointslices                  N
storage.k8s.io/v1               StorageClass                   storageclasses                  C
scheduling.k8s.io/v1            PriorityClass                  priorityclasses                 C
rbac.authorization.k8s.io/v1    Role                           roles                           N
rbac.authorization.k8s.io/v1    RoleBinding                    rolebindings                    N
rbac.authorization.k8s.io/v1    ClusterRole                    clusterroles                    C
rbac.authorization.k8s.io/v1    ClusterRoleBinding             clusterrolebindings             C
apiextensions.k8s.io/v1         CustomResourceDefinition       customresourcedefinitions       C status g
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations C g
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration   mutatingwebhookconfigurations   C g
`;

/** The kinds that every fake serves from the start. */
export function builtInKinds(): FakeKind[] {
  return BUILT_IN.trim()
    .split("\n")
    .map((row) => {
      const [apiVersion = "", kind = "", plural = "", scope, ...rest] = row.split(/\s+/);
      const slash = apiVersion.indexOf("/");
      return {
        group: slash === -1 ? "" : apiVersion.slice(0, slash),
        version: apiVersion.slice(slash + 1),
        kind,
        plural,
        namespaced: scope === "N",
        verbs: VERBS,
        subresources: rest.filter((word) => word !== "g").flatMap((word) => word.split(",")),
        counted: rest.includes("g"),
        custom: false,
      };
    });
}

/** What a test has to say of a custom kind; scope Namespaced, a status subresource and the plural are assumed. */
export interface CustomKind extends GroupVersionKind {
  readonly plural?: string;
  readonly namespaced?: boolean;
  readonly subresources?: readonly string[];
}

/** A custom kind without its CustomResourceDefinition. */
export function customKind(kind: CustomKind): FakeKind {
  return {
    group: kind.group,
    version: kind.version,
    kind: kind.kind,
    plural: kind.plural ?? `${kind.kind.toLowerCase()}s`,
    namespaced: kind.namespaced ?? true,
    verbs: VERBS,
    subresources: kind.subresources ?? ["status"],
    counted: true,
    custom: true,
  };
}

/** The kinds, one a served version, that a CustomResourceDefinition declares. */
export function kindsOf(crd: KubeObject): FakeKind[] {
  const spec = isObject(crd["spec"]) ? crd["spec"] : {};
  const names = isObject(spec["names"]) ? spec["names"] : {};
  const versions = Array.isArray(spec["versions"]) ? spec["versions"].filter(isObject) : [];
  return versions
    .filter((version) => version["served"] === true)
    .map((version) => {
      const schema = isObject(version["schema"]) ? version["schema"]["openAPIV3Schema"] : undefined;
      return {
        group: String(spec["group"]),
        version: String(version["name"]),
        kind: String(names["kind"]),
        plural: String(names["plural"]),
        namespaced: spec["scope"] === "Namespaced",
        verbs: VERBS,
        subresources: isObject(version["subresources"]) ? Object.keys(version["subresources"]) : [],
        counted: true,
        custom: true,
        ...(isObject(schema) ? { schema } : {}),
      };
    });
}

/** Key of a served kind in one version. */
export function kindKey(gvk: GroupVersionKind): string {
  return `${apiVersionOf(gvk)}/${gvk.kind}`;
}
