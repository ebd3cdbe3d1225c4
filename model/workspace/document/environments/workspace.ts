import { z } from "zod";
import { v1ListMeta, v1ObjectMeta } from "../common/metadata.js";
import { v1alphaOperation } from "../control/operation.js";
import { WATCH_EVENT_TYPES } from "../enumerations.js";
import { v1alphaHostInfo } from "../infrastructure/hosts.js";
import { items, message, optional, required } from "../message.js";
import { int64 } from "../wire.js";
import { v1alphaResource } from "./resource.js";
import { v1alphaWorkSpaceSpec } from "./workspace-spec.js";
import { v1alphaWorkSpaceStatus } from "./workspace-status.js";

export const v1alphaWorkSpace = message("v1alphaWorkSpace", "A synchronised set of objects.", {
  metadata: required(v1ObjectMeta, "Its metadata."),
  spec: required(v1alphaWorkSpaceSpec, "What it shall be."),
  status: optional(v1alphaWorkSpaceStatus, "What it is.", { readOnly: true }),
  operation: optional(v1alphaOperation, "An operation that was asked for and has not begun."),
  items: optional(z.array(v1alphaResource), "Devices and resources that it shall have."),
});
export type V1alphaWorkSpace = z.infer<typeof v1alphaWorkSpace>;

export const v1alphaWorkSpaceList = message("v1alphaWorkSpaceList", "A list of workspaces.", {
  items: items(v1alphaWorkSpace, "The workspaces."),
  metadata: optional(v1ListMeta, "Metadata of the list."),
});
export type V1alphaWorkSpaceList = z.infer<typeof v1alphaWorkSpaceList>;

export const v1alphaWorkSpaceWatchEvent = message("v1alphaWorkSpaceWatchEvent", "A change of a workspace.", {
  type: required(z.enum(WATCH_EVENT_TYPES), "What happened."),
  workSpace: required(v1alphaWorkSpace, "The workspace after it."),
});
export type V1alphaWorkSpaceWatchEvent = z.infer<typeof v1alphaWorkSpaceWatchEvent>;

export const v1alphaWorkSpaceTree = message(
  "v1alphaWorkSpaceTree",
  "The live objects of a workspace and what belongs to them.",
  {
    nodes: optional(z.array(v1alphaResource), "Its objects, and those that they own."),
    orphanedNodes: optional(
      z.array(v1alphaResource),
      "Objects in its namespace that belong to no workspace.",
    ),
    hosts: optional(z.array(v1alphaHostInfo), "Nodes that run its pods."),
    shardsCount: optional(int64, "In how many parts the tree is stored."),
  },
);
export type V1alphaWorkSpaceTree = z.infer<typeof v1alphaWorkSpaceTree>;
