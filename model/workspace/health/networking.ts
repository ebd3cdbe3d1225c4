import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { listAt, textAt } from "./fields.js";
import { healthy, progressing, type HealthRule, type HealthRules } from "./rule.js";

const INGRESS: HealthRule = { judge: hasAddress };

/** Kinds that get an address from a load balancer. */
export const NETWORKING: HealthRules = {
  "/Service": {
    versions: ["v1"],
    judge: (object) => (textAt(object, "spec", "type") === "LoadBalancer" ? hasAddress(object) : healthy()),
  },
  "networking.k8s.io/Ingress": INGRESS,
  "extensions/Ingress": INGRESS,
};

function hasAddress(object: KubeObject): Health {
  return listAt(object, "status", "loadBalancer", "ingress").length > 0
    ? healthy()
    : progressing("Waiting for an address from the load balancer");
}
