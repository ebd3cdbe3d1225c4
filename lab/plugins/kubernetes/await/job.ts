import { at, condition, count, failed, READY, waiting, type ReadinessRule } from "./verdict.js";

/** A Job is ready when it is complete. */
export const job: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    const failure = condition(object, "Failed");
    if (failure?.status === "True") return failed(`the Job failed: ${failure.reason}: ${failure.message}`);
    if (condition(object, "Complete")?.status === "True") return READY;
    if (at(object, "spec", "suspend") === true) return waiting("the Job is suspended");
    const active = count(object, "status", "active");
    const done = count(object, "status", "succeeded");
    return waiting(`${done} of ${count(object, "spec", "completions")} completions, ${active} pods active`);
  },
  mayVanish: (object) => at(object, "spec", "ttlSecondsAfterFinished") !== undefined,
  pods: (object) => (object.metadata.name === undefined ? undefined : `job-name=${object.metadata.name}`),
};
