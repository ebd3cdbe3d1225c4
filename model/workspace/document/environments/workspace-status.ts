import { z } from "zod";
import { SOURCE_TYPES } from "../../codes.js";
import { v1Time } from "../common/times.js";
import { v1alphaRevisionHistory } from "../control/history.js";
import { v1alphaOperationState } from "../control/operation.js";
import { v1alphaSyncStatus } from "../control/sync-status.js";
import { CONDITION_TYPES, HEALTH_SOURCES } from "../enumerations.js";
import { message, optional, required } from "../message.js";
import { anyObject, flag, text, texts } from "../wire.js";
import { v1alphaHealthStatus } from "./health.js";
import { v1alphaResourceStatus } from "./resource-records.js";

export const v1alphaWorkSpaceCondition = message(
  "v1alphaWorkSpaceCondition",
  "Something that people should look at.",
  {
    type: required(z.enum(CONDITION_TYPES), "What it is; the ending tells how serious it is."),
    message: required(text, "What happened, for people."),
    lastTransitionTime: optional(v1Time, "When it was first seen."),
  },
);
export type V1alphaWorkSpaceCondition = z.infer<typeof v1alphaWorkSpaceCondition>;

export const v1alphaWorkSpaceSummary = message(
  "v1alphaWorkSpaceSummary",
  "What a workspace runs and where it is reached.",
  {
    externalURLs: optional(texts, "Addresses under which it can be reached."),
    images: optional(texts, "Images that it runs."),
    isAppOfApps: optional(flag, "Whether its objects are workspaces themselves."),
  },
);
export type V1alphaWorkSpaceSummary = z.infer<typeof v1alphaWorkSpaceSummary>;

export const v1alphaWorkSpaceStatus = message("v1alphaWorkSpaceStatus", "State of a workspace.", {
  conditions: optional(z.array(v1alphaWorkSpaceCondition), "What people should look at."),
  health: optional(v1alphaHealthStatus, "How well it is: the worst of its objects."),
  history: optional(z.array(v1alphaRevisionHistory), "Earlier syncs, the latest last."),
  observedAt: optional(v1Time, "When it was last looked at: see reconciledAt.", { deprecated: true }),
  operationState: optional(v1alphaOperationState, "The running operation, or the last one."),
  reconciledAt: optional(v1Time, "When live and target were last compared."),
  resources: optional(z.array(v1alphaResourceStatus), "State of each object."),
  sourceType: optional(z.enum(SOURCE_TYPES), "What its objects are rendered by."),
  sourceTypes: optional(z.array(z.enum(SOURCE_TYPES)), "What the objects of each source are rendered by."),
  summary: optional(v1alphaWorkSpaceSummary, "What it runs and where it is reached."),
  sync: optional(v1alphaSyncStatus, "Whether live and target agree."),
  resourceHealthSource: optional(
    z.enum(HEALTH_SOURCES),
    "Where the health of objects is kept: empty for this status, appTree for the tree only.",
  ),
  controllerNamespace: optional(text, "Namespace of the controller that wrote the status."),
  sourceHydrator: optional(anyObject, "State of rendering into another branch."),
});
export type V1alphaWorkSpaceStatus = z.infer<typeof v1alphaWorkSpaceStatus>;
