import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, oneCondition } from "./conditions.js";
import { isTrueAt } from "./fields.js";
import { healthy, suspended, type HealthRule, type HealthRules } from "./rule.js";

const READY = oneCondition({ waiting: "Waiting for the first reconciliation", observesGeneration: true });
const SETTINGS: HealthRule = {
  judge: (object) => (conditionsOf(object).length === 0 ? healthy() : reconciled(object)),
};

/** Flux: everything reports `Ready` and can be suspended. */
export const FLUX: HealthRules = {
  "*.toolkit.fluxcd.io/*": { judge: reconciled },
  // Since Flux 2.3 these two only hold settings and report nothing.
  "notification.toolkit.fluxcd.io/Alert": SETTINGS,
  "notification.toolkit.fluxcd.io/Provider": SETTINGS,
};

function reconciled(object: KubeObject): Health {
  return isTrueAt(object, "spec", "suspend") ? suspended(`${object.kind} is suspended`) : READY.judge(object);
}
