import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { byStatus, conditionsOf, explanation, findCondition, oneCondition } from "./conditions.js";
import { textAt } from "./fields.js";
import { degraded, healthy, progressing, unknown, type HealthRule, type HealthRules } from "./rule.js";

const ISSUER = oneCondition({ waiting: "Waiting for the issuer" });
const ACME: HealthRule = { judge: acmeState };

/** cert-manager. */
export const CERT_MANAGER: HealthRules = {
  "cert-manager.io/Certificate": { judge: certificate },
  "cert-manager.io/CertificateRequest": { judge: request },
  "cert-manager.io/Issuer": ISSUER,
  "cert-manager.io/ClusterIssuer": ISSUER,
  "acme.cert-manager.io/Order": ACME,
  "acme.cert-manager.io/Challenge": ACME,
};

function certificate(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const issuing = findCondition(conditions, "Issuing", "True");
  if (issuing !== undefined) return progressing(issuing.message);
  const ready = findCondition(conditions, "Ready");
  return ready === undefined ? progressing("Waiting for certificate") : byStatus(ready);
}

function request(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const refused =
    findCondition(conditions, "Denied", "True") ?? findCondition(conditions, "InvalidRequest", "True");
  if (refused !== undefined) return degraded(explanation(refused));
  const ready = findCondition(conditions, "Ready");
  if (ready === undefined) return progressing("Waiting for the request to be signed");
  return ready.reason === "Pending" ? progressing(ready.message) : byStatus(ready);
}

function acmeState(object: KubeObject): Health {
  const state = textAt(object, "status", "state");
  const reason = textAt(object, "status", "reason");
  switch (state) {
    case "":
    case "pending":
    case "processing":
    case "ready":
      return progressing(reason);
    case "valid":
      return healthy(reason);
    case "invalid":
    case "expired":
    case "errored":
      return degraded(reason);
    default:
      return unknown(`unknown state ${state}`);
  }
}
