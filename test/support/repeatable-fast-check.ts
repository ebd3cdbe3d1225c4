// Stands in for "fast-check" in all tests. A tree is green or red, whoever runs it: the same cases are drawn each time.
// GROUNDPLAN_TEST_SEED draws others; "random" those of no other run. GROUNDPLAN_TEST_RUNS draws more of them.
import fc from "../../node_modules/fast-check/lib/cjs/fast-check.js";

const { GROUNDPLAN_TEST_SEED: seed = "20260101", GROUNDPLAN_TEST_RUNS: runs = "100" } = process.env;

fc.configureGlobal({ numRuns: Number(runs), ...(seed === "random" ? {} : { seed: Number(seed) }) });

export * from "../../node_modules/fast-check/lib/cjs/fast-check.js";
export default fc;
