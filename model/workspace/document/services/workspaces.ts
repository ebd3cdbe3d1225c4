import { z } from "zod";
import { v1alphaInfo } from "../common/info.js";
import { v1alphaRetryStrategy } from "../common/retry.js";
import { v1Time } from "../common/times.js";
import { v1alphaResourceAction } from "../control/actions.js";
import { v1alphaSyncOperationResource } from "../control/sync-operation.js";
import { v1alphaSyncStrategy } from "../control/sync-strategy.js";
import { PATCH_TYPES, WINDOW_KINDS } from "../enumerations.js";
import { v1alphaResourceDiff } from "../environments/resource-records.js";
import { items, message, optional, required } from "../message.js";
import { flag, int64, text, texts } from "../wire.js";

/** Messages of WorkSpaceService. */

export const workSpaceWorkSpacePatchRequest = message(
  "workSpaceWorkSpacePatchRequest",
  "Changes part of a workspace.",
  {
    name: optional(text, "Name of the workspace."),
    patch: optional(text, "The patch, as JSON text."),
    patchType: optional(z.enum(PATCH_TYPES), "What the patch is. Default json."),
  },
);
export type WorkSpaceWorkSpacePatchRequest = z.infer<typeof workSpaceWorkSpacePatchRequest>;

export const workSpaceWorkSpaceResourceResponse = message(
  "workSpaceWorkSpaceResourceResponse",
  "A live object.",
  {
    manifest: optional(text, "The object, as JSON text."),
  },
);
export type WorkSpaceWorkSpaceResourceResponse = z.infer<typeof workSpaceWorkSpaceResourceResponse>;

export const workSpaceWorkSpaceResponse = message("workSpaceWorkSpaceResponse", "It was done.", {
  manifests: optional(texts, "Objects that were touched, as JSON texts."),
});
export type WorkSpaceWorkSpaceResponse = z.infer<typeof workSpaceWorkSpaceResponse>;

export const workSpaceWorkSpaceRollbackRequest = message(
  "workSpaceWorkSpaceRollbackRequest",
  "Asks for an earlier revision.",
  {
    name: optional(text, "Name of the workspace."),
    id: required(int64, "Id in the workspace's history."),
    dryRun: optional(flag, "Whether nothing is changed. Default false."),
    prune: optional(flag, "Whether objects that are no longer targets are deleted. Default false."),
  },
);
export type WorkSpaceWorkSpaceRollbackRequest = z.infer<typeof workSpaceWorkSpaceRollbackRequest>;

export const workSpaceSyncOptions = message("workSpaceSyncOptions", "Options of a sync.", {
  items: items(text, "Options of the form Name=value."),
});
export type WorkSpaceSyncOptions = z.infer<typeof workSpaceSyncOptions>;

export const workSpaceWorkSpaceSyncRequest = message("workSpaceWorkSpaceSyncRequest", "Asks for a sync.", {
  name: optional(text, "Name of the workspace."),
  revision: optional(text, "Revision to synchronise to. Default: the source's."),
  dryRun: optional(flag, "Whether nothing is changed. Default false."),
  prune: optional(flag, "Whether objects that are no longer targets are deleted. Default false."),
  strategy: optional(v1alphaSyncStrategy, "How the sync works."),
  resources: optional(
    z.array(v1alphaSyncOperationResource),
    "The only objects that are synchronised. Default: all.",
  ),
  manifests: optional(texts, "Manifests instead of those of the source."),
  infos: optional(z.array(v1alphaInfo), "What people are told of the sync."),
  retryStrategy: optional(v1alphaRetryStrategy, "What happens when the sync fails."),
  syncOptions: optional(workSpaceSyncOptions, "Options of the sync."),
});
export type WorkSpaceWorkSpaceSyncRequest = z.infer<typeof workSpaceWorkSpaceSyncRequest>;

export const workSpaceWorkSpaceSyncWindow = message(
  "workSpaceWorkSpaceSyncWindow",
  "A window of a workspace.",
  {
    kind: optional(z.enum(WINDOW_KINDS), "Whether it permits or forbids."),
    schedule: optional(text, "When it opens: cron with five fields."),
    duration: optional(text, "How long it is open: a Go duration."),
    manualSync: optional(flag, "Whether a sync that a person asks for is permitted anyway."),
  },
);
export type WorkSpaceWorkSpaceSyncWindow = z.infer<typeof workSpaceWorkSpaceSyncWindow>;

export const workSpaceWorkSpaceSyncWindowsResponse = message(
  "workSpaceWorkSpaceSyncWindowsResponse",
  "Whether a workspace may be synchronised now.",
  {
    activeWindows: optional(z.array(workSpaceWorkSpaceSyncWindow), "Its windows that are open."),
    assignedWindows: optional(z.array(workSpaceWorkSpaceSyncWindow), "All its windows."),
    canSync: optional(flag, "Whether a sync that a person asks for is permitted."),
  },
);
export type WorkSpaceWorkSpaceSyncWindowsResponse = z.infer<typeof workSpaceWorkSpaceSyncWindowsResponse>;

export const workSpaceLogEntry = message("workSpaceLogEntry", "A line of a log.", {
  content: optional(text, "The line."),
  last: optional(flag, "Whether the log ends here; there is no line then."),
  deviceName: optional(text, "Pod or device that wrote it."),
  timeStamp: optional(v1Time, "When it was written."),
  timeStampStr: optional(text, "When it was written, to the nanosecond."),
});
export type WorkSpaceLogEntry = z.infer<typeof workSpaceLogEntry>;

export const workSpaceManagedResourcesResponse = message(
  "workSpaceManagedResourcesResponse",
  "A list of comparisons.",
  {
    items: items(v1alphaResourceDiff, "One item an object."),
  },
);
export type WorkSpaceManagedResourcesResponse = z.infer<typeof workSpaceManagedResourcesResponse>;

export const workSpaceResourceActionsListResponse = message(
  "workSpaceResourceActionsListResponse",
  "What can be done with an object.",
  { actions: optional(z.array(v1alphaResourceAction), "The actions.") },
);
export type WorkSpaceResourceActionsListResponse = z.infer<typeof workSpaceResourceActionsListResponse>;

export const workSpaceOperationTerminateResponse = message(
  "workSpaceOperationTerminateResponse",
  "The operation will end.",
  {},
);
export type WorkSpaceOperationTerminateResponse = z.infer<typeof workSpaceOperationTerminateResponse>;
