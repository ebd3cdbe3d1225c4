import { condition, failed, READY, waiting, type ReadinessRule } from "./verdict.js";

/** A CustomResourceDefinition is ready when its objects can be created. */
export const customResourceDefinition: ReadinessRule = {
  usualSeconds: 60,
  judge(object) {
    const names = condition(object, "NamesAccepted");
    if (names?.status === "False") return failed(`the names are taken: ${names.message}`);
    if (condition(object, "Established")?.status === "True") return READY;
    return waiting("the definition is not established");
  },
};
