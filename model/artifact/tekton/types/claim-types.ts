import type { TypeRows } from "./type-table.js";

/** Kubernetes 1.35's volume claims and what they are made of. */
export const CLAIM_TYPES: TypeRows = {
  LabelSelector: { "[]LabelSelectorRequirement": "matchExpressions", "{}string": "matchLabels" },
  LabelSelectorRequirement: { string: "key operator", "[]string": "values" },
  ManagedFieldsEntry: {
    any: "fieldsV1",
    string: "apiVersion fieldsType manager operation subresource",
    time: "time",
  },
  ModifyVolumeStatus: { string: "status targetVolumeAttributesClassName" },
  ObjectMeta: {
    int64: "deletionGracePeriodSeconds generation",
    string: "generateName name namespace resourceVersion selfLink uid",
    time: "creationTimestamp deletionTimestamp",
    "[]ManagedFieldsEntry": "managedFields",
    "[]OwnerReference": "ownerReferences",
    "[]string": "finalizers",
    "{}string": "annotations labels",
  },
  OwnerReference: { bool: "blockOwnerDeletion controller", string: "apiVersion kind name uid" },
  PersistentVolumeClaim: {
    string: "apiVersion kind",
    ObjectMeta: "metadata",
    PersistentVolumeClaimSpec: "spec",
    PersistentVolumeClaimStatus: "status",
  },
  PersistentVolumeClaimCondition: {
    string: "message reason status type",
    time: "lastProbeTime lastTransitionTime",
  },
  PersistentVolumeClaimSpec: {
    string: "storageClassName volumeAttributesClassName volumeMode volumeName",
    LabelSelector: "selector",
    TypedLocalObjectReference: "dataSource",
    TypedObjectReference: "dataSourceRef",
    VolumeResourceRequirements: "resources",
    "[]string": "accessModes",
  },
  PersistentVolumeClaimStatus: {
    string: "currentVolumeAttributesClassName phase",
    ModifyVolumeStatus: "modifyVolumeStatus",
    "[]PersistentVolumeClaimCondition": "conditions",
    "[]string": "accessModes",
    "{}quantity": "allocatedResources capacity",
    "{}string": "allocatedResourceStatuses",
  },
  PersistentVolumeClaimTemplate: { ObjectMeta: "metadata", PersistentVolumeClaimSpec: "spec" },
  TypedLocalObjectReference: { string: "apiGroup kind name" },
  TypedObjectReference: { string: "apiGroup kind name namespace" },
  VolumeResourceRequirements: { "{}quantity": "limits requests" },
};
