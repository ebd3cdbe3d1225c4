import { gvkOf } from "../../../clients/kubernetes/objects.js";

/** API groups that every Kubernetes serves itself, so that a kind's scope is known without asking. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

/** Built-in kinds without a namespace (`kubectl api-resources --namespaced=false`, Kubernetes 1.36). */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "DeviceClass",
  "DeviceTaintRule",
  "FlowSchema",
  "IngressClass",
  "IPAddress",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "SelfSubjectAccessReview",
  "SelfSubjectReview",
  "SelfSubjectRulesReview",
  "ServiceCIDR",
  "StorageClass",
  "StorageVersion",
  "StorageVersionMigration",
  "SubjectAccessReview",
  "TokenReview",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whether a kind comes with Kubernetes, as opposed to one that a CustomResourceDefinition or an API service adds. */
export function isBuiltIn(object: Typed): boolean {
  return BUILT_IN_GROUPS.has(gvkOf(object).group);
}

/** Whether objects of a kind live in a namespace; undefined when only the cluster knows. */
export function builtInScope(object: Typed): "namespaced" | "cluster" | undefined {
  if (!isBuiltIn(object)) return undefined;
  return CLUSTER_SCOPED.has(object.kind) ? "cluster" : "namespaced";
}

/** Whether an object is a CustomResourceDefinition. */
export function isDefinition(object: Typed): boolean {
  return object.kind === "CustomResourceDefinition" && gvkOf(object).group === "apiextensions.k8s.io";
}

/** Group and kind without the version, since one kind is served in several: `apps/Deployment`, `/Secret`. */
export function groupKind(object: Typed): string {
  return `${gvkOf(object).group}/${object.kind}`;
}

/**
 * Whether a resource changes fields of an object that is someone else's: the SDK's `ConfigMapPatch` and its like
 * carry the plain kind in their inputs.
 * @param type Type token, e.g. `kubernetes:core/v1:ConfigMapPatch`.
 */
export function isPatch(type: string, kind: string): boolean {
  return type.split(":").at(-1) === `${kind}Patch`;
}

/**
 * apiVersion and kind out of a type token. The core group is called `core` there.
 * @returns Undefined for tokens that name no single object, such as `kubernetes:yaml:ConfigFile`.
 */
export function typeOfToken(token: string): Typed | undefined {
  const [, apiVersion = "", kind = ""] = token.split(":");
  if (!/^([^/]+\/)?v\d\w*$/.test(apiVersion) || kind === "") return undefined;
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}
