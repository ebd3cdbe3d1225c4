import type { GroupVersionKind, KubeObject } from "../../shared/kubernetes-object.js";
import { definedKind } from "../sync/defined-kind.js";

/** Kinds of Kubernetes itself, and of what is nearly always there, that lie in no namespace: `<group>/<kind>`. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "/ComponentStatus",
  "/Namespace",
  "/Node",
  "/PersistentVolume",
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "gateway.networking.k8s.io/GatewayClass",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/ServiceCIDR",
  "node.k8s.io/RuntimeClass",
  "policy/PodSecurityPolicy",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/ResourceSlice",
  "scheduling.k8s.io/PriorityClass",
  "snapshot.storage.k8s.io/VolumeSnapshotClass",
  "snapshot.storage.k8s.io/VolumeSnapshotContent",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
  "storage.k8s.io/VolumeAttributesClass",
]);

/** What can be said of kinds without a cluster: from the objects' own definitions, and from Kubernetes itself. */
export function knownScope(objects: readonly KubeObject[]): (kind: GroupVersionKind) => boolean | undefined {
  const defined = new Map<string, boolean>(
    objects.flatMap((object) => {
      const kind = definedKind(object);
      return kind === undefined ? [] : [[`${kind.group}/${kind.kind}`, kind.namespaced] as const];
    }),
  );
  return ({ group, kind }) => {
    const name = `${group}/${kind}`;
    const isOwn = defined.get(name);
    if (isOwn !== undefined) return isOwn;
    if (CLUSTER_SCOPED.has(name)) return false;
    // The groups of Kubernetes itself have no dot, or end like this; nobody knows the kinds of others.
    return !group.includes(".") || group.endsWith(".k8s.io") ? true : undefined;
  };
}
