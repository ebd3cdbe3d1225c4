import { z } from "zod";
import { v1alphaInfo, v1alphaInfoItem } from "../common/info.js";
import { v1ObjectMeta } from "../common/metadata.js";
import { v1Time } from "../common/times.js";
import { v1alphaSyncPolicy } from "../control/sync-policy.js";
import { v1alphaHostInfo, v1NetworkIngress } from "../infrastructure/hosts.js";
import { message, optional } from "../message.js";
import { int64, text, textMap, texts } from "../wire.js";
import { v1alphaHealthStatus } from "./health.js";
import { v1alphaResourceRef } from "./resource-records.js";
import { v1alphaWorkSpaceSource } from "./source.js";

export const v1alphaResourceNetworkingInfo = message(
  "v1alphaResourceNetworkingInfo",
  "How traffic reaches an object, and where it goes from there.",
  {
    targetLabels: optional(textMap, "Labels of the pods that it sends traffic to."),
    targetRefs: optional(z.array(v1alphaResourceRef), "Objects that it sends traffic to."),
    labels: optional(textMap, "Its own labels, by which others find it."),
    ingress: optional(z.array(v1NetworkIngress), "Points through which traffic comes in."),
    externalURLs: optional(texts, "Addresses under which it can be reached."),
  },
);
export type V1alphaResourceNetworkingInfo = z.infer<typeof v1alphaResourceNetworkingInfo>;

export const resourceSpec = message("ResourceSpec", "What a device or resource of a workspace shall be.", {
  destination: optional(v1alphaHostInfo, "The node that it shall run on."),
  info: optional(z.array(v1alphaInfo), "What people are told of it."),
  revisionHistoryLimit: optional(int64, "How many earlier revisions are kept. Default 10."),
  source: optional(v1alphaWorkSpaceSource, "Where it comes from."),
  syncPolicy: optional(v1alphaSyncPolicy, "When and how it is synchronised."),
});
export type ResourceSpec = z.infer<typeof resourceSpec>;

export const v1alphaResource = message(
  "v1alphaResource",
  "An object of a workspace, with what belongs to it.",
  {
    resourceRef: optional(v1alphaResourceRef, "Names the object."),
    parentRefs: optional(z.array(v1alphaResourceRef), "Objects that it belongs to."),
    metadata: optional(v1ObjectMeta, "Its metadata."),
    spec: optional(resourceSpec, "What it shall be."),
    networkingInfo: optional(v1alphaResourceNetworkingInfo, "How traffic reaches it."),
    health: optional(v1alphaHealthStatus, "How well it is."),
    createdAt: optional(v1Time, "When it was created."),
    resourceVersion: optional(text, "Version of the live object."),
    info: optional(z.array(v1alphaInfoItem), "Facts for people."),
    images: optional(texts, "Images that it runs."),
  },
);
export type V1alphaResource = z.infer<typeof v1alphaResource>;
