import { oneCondition } from "./conditions.js";
import type { HealthRules } from "./rule.js";

const RUN = oneCondition({ type: "Succeeded", waiting: "Waiting for run to start" });

/** Tekton runs. */
export const TEKTON: HealthRules = {
  "tekton.dev/PipelineRun": RUN,
  "tekton.dev/TaskRun": RUN,
  "tekton.dev/CustomRun": RUN,
};
