import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";

/** Whether an object is in effect in its latest form, and what keeps it from that. */
export interface Acceptance {
  readonly accepted: boolean;
  /** For people; empty when it is accepted. */
  readonly message: string;
}

/** How each gateway that a route names has to speak of it. */
const CONDITIONS = ["Accepted", "ResolvedRefs"];

/** Fields of a reference to a parent, with the values that the API gives to what is left out. */
const PARENT_FIELDS: readonly (readonly [field: string, standard: string])[] = [
  ["group", "gateway.networking.k8s.io"],
  ["kind", "Gateway"],
  ["name", ""],
  ["sectionName", ""],
  ["port", ""],
];

/** Whether every gateway that a route names has accepted it as it stands now, with all its backends. */
export function routeAcceptance(route: KubeObject): Acceptance {
  const { generation = 0, namespace = "" } = route.metadata;
  const parents = listIn(route["status"], "parents");
  const missing = listIn(route["spec"], "parentRefs").flatMap((parent) => {
    const entries = parents.filter((entry) => key(entry["parentRef"], namespace) === key(parent, namespace));
    const name = String(parent["name"]);
    if (entries.length === 0) return [`${name} has not looked at it`];
    const faults = entries.map((entry) => faultOf(entry, generation));
    return faults.includes(undefined) ? [] : [`${name}: ${faults[0] ?? ""}`];
  });
  return { accepted: missing.length === 0, message: missing.join("; ") };
}

function faultOf(entry: Record<string, unknown>, generation: number): string | undefined {
  const conditions = listIn(entry, "conditions");
  for (const type of CONDITIONS) {
    const condition = conditions.find((found) => found["type"] === type);
    const observed = condition?.["observedGeneration"];
    if (condition === undefined || (typeof observed === "number" && observed < generation)) {
      return "it has not looked at the latest change";
    }
    if (condition["status"] !== "True") {
      return `${type} is ${String(condition["status"])}, ${String(condition["reason"])}: ${String(condition["message"])}`;
    }
  }
  return undefined;
}

/** Equal for references to the same parent. */
function key(reference: unknown, namespace: string): string {
  const given = isObject(reference) ? reference : {};
  return JSON.stringify([
    given["namespace"] ?? namespace,
    ...PARENT_FIELDS.map(([field, standard]) => given[field] ?? standard),
  ]);
}

function listIn(value: unknown, field: string): Record<string, unknown>[] {
  const list = isObject(value) ? value[field] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
