import { at, condition, failed, READY, waiting, type ReadinessRule } from "./verdict.js";
import { podTroubles } from "./pod-troubles.js";

/** A Pod is ready when it reports so, or when it has done its work. */
export const pod: ReadinessRule = {
  usualSeconds: 600,
  judge(object) {
    const phase = at(object, "status", "phase");
    if (phase === "Succeeded") return READY;
    const troubles = podTroubles(object).join("; ");
    if (phase === "Failed") return failed(`the Pod failed${troubles === "" ? "" : `: ${troubles}`}`);
    if (condition(object, "Ready")?.status === "True") return READY;
    return waiting(
      troubles === "" ? `the Pod is ${typeof phase === "string" ? phase : "not scheduled"}` : troubles,
    );
  },
};
