import type { TypeRows } from "./type-table.js";

/** Kubernetes 1.35's types for where and how pods run. */
export const POD_TYPES: TypeRows = {
  Affinity: { NodeAffinity: "nodeAffinity", PodAffinity: "podAffinity", PodAntiAffinity: "podAntiAffinity" },
  HostAlias: { string: "ip", "[]string": "hostnames" },
  NodeAffinity: {
    NodeSelector: "requiredDuringSchedulingIgnoredDuringExecution",
    "[]PreferredSchedulingTerm": "preferredDuringSchedulingIgnoredDuringExecution",
  },
  NodeSelector: { "[]NodeSelectorTerm": "nodeSelectorTerms" },
  NodeSelectorRequirement: { string: "key operator", "[]string": "values" },
  NodeSelectorTerm: { "[]NodeSelectorRequirement": "matchExpressions matchFields" },
  PodAffinity: {
    "[]PodAffinityTerm": "requiredDuringSchedulingIgnoredDuringExecution",
    "[]WeightedPodAffinityTerm": "preferredDuringSchedulingIgnoredDuringExecution",
  },
  PodAffinityTerm: {
    string: "topologyKey",
    LabelSelector: "labelSelector namespaceSelector",
    "[]string": "matchLabelKeys mismatchLabelKeys namespaces",
  },
  PodAntiAffinity: {
    "[]PodAffinityTerm": "requiredDuringSchedulingIgnoredDuringExecution",
    "[]WeightedPodAffinityTerm": "preferredDuringSchedulingIgnoredDuringExecution",
  },
  PodDNSConfig: { "[]PodDNSConfigOption": "options", "[]string": "nameservers searches" },
  PodDNSConfigOption: { string: "name value" },
  PodSecurityContext: {
    bool: "runAsNonRoot",
    int64: "fsGroup runAsGroup runAsUser",
    string: "fsGroupChangePolicy seLinuxChangePolicy supplementalGroupsPolicy",
    AppArmorProfile: "appArmorProfile",
    SELinuxOptions: "seLinuxOptions",
    SeccompProfile: "seccompProfile",
    WindowsSecurityContextOptions: "windowsOptions",
    "[]Sysctl": "sysctls",
    "[]int64": "supplementalGroups",
  },
  PreferredSchedulingTerm: { int32: "weight", NodeSelectorTerm: "preference" },
  Sysctl: { string: "name value" },
  Toleration: { int64: "tolerationSeconds", string: "effect key operator value" },
  TopologySpreadConstraint: {
    int32: "maxSkew minDomains",
    string: "nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable",
    LabelSelector: "labelSelector",
    "[]string": "matchLabelKeys",
  },
  WeightedPodAffinityTerm: { int32: "weight", PodAffinityTerm: "podAffinityTerm" },
};
