import type { GroupVersionKind } from "../../shared/kubernetes-object.js";

/** Kinds that controllers write all the time and nobody keeps in a repository; `groups` and `kinds` in any pairing. */
const EXCLUDED: readonly { readonly groups: readonly string[]; readonly kinds: readonly string[] }[] = [
  { groups: ["", "discovery.k8s.io"], kinds: ["Endpoints", "EndpointSlice"] },
  { groups: ["coordination.k8s.io"], kinds: ["Lease"] },
  {
    groups: ["authentication.k8s.io", "authorization.k8s.io"],
    kinds: [
      "SelfSubjectReview",
      "TokenReview",
      "LocalSubjectAccessReview",
      "SelfSubjectAccessReview",
      "SelfSubjectRulesReview",
      "SubjectAccessReview",
    ],
  },
  { groups: ["certificates.k8s.io"], kinds: ["CertificateSigningRequest"] },
  { groups: ["cert-manager.io"], kinds: ["CertificateRequest"] },
  { groups: ["cilium.io"], kinds: ["CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice"] },
  {
    groups: ["kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"],
    kinds: [
      "PolicyReport",
      "ClusterPolicyReport",
      "EphemeralReport",
      "ClusterEphemeralReport",
      "AdmissionReport",
      "ClusterAdmissionReport",
      "BackgroundScanReport",
      "ClusterBackgroundScanReport",
      "UpdateRequest",
    ],
  },
];

/** Whether objects of a kind are never applied. */
export function isExcluded({ group, kind }: GroupVersionKind): boolean {
  return EXCLUDED.some(({ groups, kinds }) => groups.includes(group) && kinds.includes(kind));
}
