import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { conditionsOf, explanation, isStale, oneCondition, type Condition } from "./conditions.js";
import { listAt, textAt } from "./fields.js";
import { degraded, healthy, progressing, type HealthRule, type HealthRules } from "./rule.js";

const ROUTE: HealthRule = { judge: route };

/** The Gateway API. */
export const GATEWAY_API: HealthRules = {
  "gateway.networking.k8s.io/GatewayClass": oneCondition({
    type: "Accepted",
    waiting: "Waiting for a controller to accept the class",
    observesGeneration: true,
  }),
  "gateway.networking.k8s.io/Gateway": { judge: gateway },
  "gateway.networking.k8s.io/HTTPRoute": ROUTE,
  "gateway.networking.k8s.io/GRPCRoute": ROUTE,
  "gateway.networking.k8s.io/TLSRoute": ROUTE,
  "gateway.networking.k8s.io/TCPRoute": ROUTE,
  "gateway.networking.k8s.io/UDPRoute": ROUTE,
};

function gateway(object: KubeObject): Health {
  const parts = [
    { of: "", conditions: conditionsOf(object) },
    ...listAt(object, "status", "listeners").map((listener) => ({
      of: `listener ${textAt(listener, "name")}: `,
      conditions: conditionsOf(listener, "conditions"),
    })),
  ];
  return judgeParts(object, parts) ?? progressing("Waiting for Gateway status");
}

function route(object: KubeObject): Health {
  const parts = listAt(object, "status", "parents").map((parent) => ({
    of: `parent ${textAt(parent, "parentRef", "name")}: `,
    conditions: conditionsOf(parent, "conditions"),
  }));
  return judgeParts(object, parts) ?? progressing(`Waiting for ${object.kind} status`);
}

interface StatusPart {
  readonly of: string;
  readonly conditions: readonly Condition[];
}

/** The worst of the parts; `undefined` when no part tells anything of the object as it is now. */
function judgeParts(object: KubeObject, parts: readonly StatusPart[]): Health | undefined {
  const told = parts.flatMap(({ of, conditions }) =>
    conditions
      .filter((condition) => !isStale(object, condition.observedGeneration))
      .map((condition) => ({ of, condition })),
  );
  if (told.length === 0) return undefined;
  const refused = told.find(
    ({ condition }) => ["Accepted", "ResolvedRefs"].includes(condition.type) && condition.status === "False",
  );
  if (refused !== undefined) return degraded(`${refused.of}${explanation(refused.condition)}`);
  const pending = told.find(
    ({ condition }) => ["Accepted", "Programmed"].includes(condition.type) && condition.status !== "True",
  );
  if (pending !== undefined) return progressing(`${pending.of}${explanation(pending.condition)}`);
  return healthy(`${object.kind} is healthy`);
}
