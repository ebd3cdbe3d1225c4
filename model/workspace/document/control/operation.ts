import { z } from "zod";
import { OPERATION_PHASES } from "../../codes.js";
import { v1alphaInfo } from "../common/info.js";
import { v1alphaRetryStrategy } from "../common/retry.js";
import { v1Time } from "../common/times.js";
import { message, optional, required } from "../message.js";
import { int64, text } from "../wire.js";
import { v1alphaOperationInitiator } from "./initiator.js";
import { v1alphaSyncOperation, v1alphaSyncOperationResult } from "./sync-operation.js";

export const v1alphaOperation = message("v1alphaOperation", "An operation on a workspace.", {
  sync: optional(v1alphaSyncOperation, "The sync that is asked for."),
  initiatedBy: optional(v1alphaOperationInitiator, "Who asked for it."),
  info: optional(z.array(v1alphaInfo), "What people are told of it."),
  retry: optional(v1alphaRetryStrategy, "What happens when it fails."),
});
export type V1alphaOperation = z.infer<typeof v1alphaOperation>;

export const v1alphaOperationState = message("v1alphaOperationState", "Where an operation stands.", {
  operation: required(v1alphaOperation, "The operation."),
  phase: required(z.enum(OPERATION_PHASES), "Where it stands."),
  message: optional(text, "What it does, or what went wrong."),
  syncResult: optional(v1alphaSyncOperationResult, "What became of the sync so far."),
  startedAt: required(v1Time, "When it began."),
  finishedAt: optional(v1Time, "When it ended, or when its last try did."),
  retryCount: optional(int64, "How often it was tried again."),
});
export type V1alphaOperationState = z.infer<typeof v1alphaOperationState>;
