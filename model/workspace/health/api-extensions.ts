import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, findCondition } from "./conditions.js";
import { degraded, healthy, progressing, type HealthRules } from "./rule.js";

/** Kinds that add other kinds to the API. */
export const API_EXTENSIONS: HealthRules = {
  "apiregistration.k8s.io/APIService": { versions: ["v1", "v1beta1"], judge: apiService },
  "apiextensions.k8s.io/CustomResourceDefinition": { judge: definition },
};

function apiService(object: KubeObject): Health {
  const available = findCondition(conditionsOf(object), "Available");
  if (available === undefined) return progressing("Waiting to be processed");
  const message = `${available.reason}: ${available.message}`;
  return available.status === "True" ? healthy(message) : progressing(message);
}

function definition(object: KubeObject): Health {
  if (object.metadata.deletionTimestamp !== undefined) return progressing("CRD is terminating");
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return progressing("Status conditions not found");
  const terminating = findCondition(conditions, "Terminating", "True");
  if (terminating !== undefined) return progressing(`CRD is terminating: ${terminating.message}`);
  const refused = findCondition(conditions, "NamesAccepted", "False");
  if (refused !== undefined) return degraded(`CRD names have not been accepted: ${refused.message}`);
  const violation = findCondition(conditions, "NonStructuralSchema", "True");
  if (violation !== undefined) return degraded(`Schema violations found: ${violation.message}`);
  const established = findCondition(conditions, "Established");
  if (established?.reason === "Installing") return progressing("CRD is being installed");
  return established?.status === "True" ? healthy("CRD is healthy") : degraded("CRD is not established");
}
