import { z } from "zod";
import { HOOK_TYPES, OPERATION_PHASES, RESULT_CODES, SYNC_CODES, SYNC_PHASES } from "../../codes.js";
import { message, optional, required } from "../message.js";
import { flag, int64, text, texts } from "../wire.js";
import { v1alphaHealthStatus } from "./health.js";

/** One object as it appears in statuses, results and comparisons. */

export const v1alphaResourceRef = message("v1alphaResourceRef", "Names one object.", {
  group: optional(text, "API group; empty for the core group."),
  version: optional(text, "API version."),
  kind: optional(text, "Kind."),
  namespace: optional(text, "Namespace; empty for objects of the whole cluster."),
  name: optional(text, "Name."),
  uid: optional(text, "Unique id of the live object."),
});
export type V1alphaResourceRef = z.infer<typeof v1alphaResourceRef>;

export const v1alphaResourceStatus = message("v1alphaResourceStatus", "State of one object of a workspace.", {
  group: optional(text, "API group; empty for the core group."),
  version: optional(text, "API version."),
  kind: optional(text, "Kind."),
  namespace: optional(text, "Namespace; empty for objects of the whole cluster."),
  name: optional(text, "Name."),
  status: optional(z.enum(SYNC_CODES), "Whether live and target agree."),
  health: optional(v1alphaHealthStatus, "How well it is; absent where no rule knows the kind."),
  hook: optional(flag, "Whether it is a hook."),
  requiresPruning: optional(flag, "Whether it is live and no longer a target."),
  syncWave: optional(int64, "Its wave."),
  requiresDeletionConfirmation: optional(flag, "Whether its removal has to be approved."),
});
export type V1alphaResourceStatus = z.infer<typeof v1alphaResourceStatus>;

export const v1alphaResourceResult = message(
  "v1alphaResourceResult",
  "What became of one object in a sync.",
  {
    group: required(text, "API group; empty for the core group."),
    version: required(text, "API version."),
    kind: required(text, "Kind."),
    namespace: required(text, "Namespace; empty for objects of the whole cluster."),
    name: required(text, "Name."),
    status: optional(z.enum(RESULT_CODES), "The result; absent for hooks and before the object's turn."),
    message: optional(text, "What was done or went wrong."),
    hookType: optional(z.enum(["", ...HOOK_TYPES]), "Which hook it is; empty for other objects."),
    hookPhase: optional(z.enum(OPERATION_PHASES), "Where it stands, whether it is a hook or not."),
    syncPhase: optional(z.enum(SYNC_PHASES), "Phase of the sync in which it had its turn."),
    images: optional(texts, "Images that it runs."),
  },
);
export type V1alphaResourceResult = z.infer<typeof v1alphaResourceResult>;

export const v1alphaResourceDiff = message(
  "v1alphaResourceDiff",
  "One object as it is and as it shall be. States are JSON texts; null where there is none.",
  {
    group: optional(text, "API group; empty for the core group."),
    kind: optional(text, "Kind."),
    namespace: optional(text, "Namespace; empty for objects of the whole cluster."),
    name: optional(text, "Name."),
    targetState: optional(text, "What was rendered."),
    liveState: optional(text, "What is live."),
    normalizedLiveState: optional(text, "What is live, as it is compared."),
    predictedLiveState: optional(text, "What will be live after a sync, as it is compared."),
    diff: optional(text, "A JSON patch: compare the two states above instead.", { deprecated: true }),
    hook: optional(flag, "Whether it is a hook."),
    resourceVersion: optional(text, "Version of the live object."),
    modified: optional(flag, "Whether a sync would change it."),
  },
);
export type V1alphaResourceDiff = z.infer<typeof v1alphaResourceDiff>;
