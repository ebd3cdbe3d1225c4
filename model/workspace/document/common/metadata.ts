import { z } from "zod";
import { message, optional, required } from "../message.js";
import { documentRegistry } from "../registry.js";
import { anyObject, flag, int64, text, textMap, texts } from "../wire.js";
import { v1Time } from "./times.js";

/** Kubernetes' metadata and references. */

export const v1OwnerReference = message("v1OwnerReference", "The object that another one belongs to.", {
  apiVersion: required(text, "API version of the owner."),
  kind: required(text, "Kind of the owner."),
  name: required(text, "Name of the owner."),
  uid: required(text, "Unique id of the owner."),
  controller: optional(flag, "Whether the owner is the managing controller."),
  blockOwnerDeletion: optional(flag, "Whether the owner's foreground deletion waits for this object."),
});
export type V1OwnerReference = z.infer<typeof v1OwnerReference>;

/** A set of fields in Kubernetes' own notation. */
export const v1FieldsV1 = anyObject.clone().register(documentRegistry, {
  id: "v1FieldsV1",
  description: "A set of fields in the notation of Kubernetes' managed fields.",
});
export type V1FieldsV1 = z.infer<typeof v1FieldsV1>;

export const v1ManagedFieldsEntry = message("v1ManagedFieldsEntry", "Fields that one manager has set.", {
  manager: optional(text, "Name of the manager."),
  operation: optional(text, "Apply or Update."),
  apiVersion: optional(text, "Version in which the fields are written."),
  time: optional(v1Time, "When the manager last changed them."),
  fieldsType: optional(text, "Notation of the fields; FieldsV1."),
  fieldsV1: optional(v1FieldsV1, "The fields."),
  subresource: optional(text, "Subresource through which they were set."),
});
export type V1ManagedFieldsEntry = z.infer<typeof v1ManagedFieldsEntry>;

export const v1ObjectMeta = message(
  "v1ObjectMeta",
  "Metadata that every stored object has.",
  {
    name: optional(text, "Unique within the namespace."),
    generateName: optional(text, "Prefix of a name that the server completes, where no name is given."),
    namespace: optional(text, "Namespace; empty for objects of the whole cluster."),
    uid: optional(text, "Unique in time and space; set by the server."),
    resourceVersion: optional(text, "Opaque version of the object, for watches and for detecting changes."),
    generation: optional(int64, "Counts changes of the desired state; set by the server."),
    creationTimestamp: optional(v1Time, "When the object was created; set by the server."),
    deletionTimestamp: optional(v1Time, "When the object is to be gone; set by the server on deletion."),
    deletionGracePeriodSeconds: optional(int64, "Seconds that the object has to end."),
    labels: optional(textMap, "Keys and values by which objects are selected."),
    annotations: optional(textMap, "Keys and values that tools attach."),
    finalizers: optional(texts, "Names that must be removed before the object goes."),
    ownerReferences: optional(z.array(v1OwnerReference), "Objects that this one belongs to."),
    managedFields: optional(z.array(v1ManagedFieldsEntry), "Which manager has set which fields."),
    providerName: optional(text, "Name of the provider that the object lives on.", { deprecated: true }),
    selfLink: optional(text, "Path of the object in the API.", { deprecated: true }),
  },
  { clusterName: "providerName" },
);
export type V1ObjectMeta = z.infer<typeof v1ObjectMeta>;

export const v1ListMeta = message("v1ListMeta", "Metadata of a list.", {
  resourceVersion: optional(text, "Opaque version of the list, from which a watch can go on."),
  continue: optional(text, "Token for the next part of a list that was limited."),
  remainingItemCount: optional(int64, "How many items follow, where that is known."),
});
export type V1ListMeta = z.infer<typeof v1ListMeta>;

export const v1ObjectReference = message("v1ObjectReference", "Points to an object, or to a part of it.", {
  apiVersion: optional(text, "API version of the object."),
  kind: optional(text, "Kind of the object."),
  name: optional(text, "Name of the object."),
  namespace: optional(text, "Namespace of the object."),
  uid: optional(text, "Unique id of the object."),
  resourceVersion: optional(text, "Version of the object that is meant."),
  fieldPath: optional(text, "The part that is meant, as spec.containers{web}."),
});
export type V1ObjectReference = z.infer<typeof v1ObjectReference>;
