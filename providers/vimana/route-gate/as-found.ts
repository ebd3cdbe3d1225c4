import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { componentName, serviceName } from "../../../model/vimana/names.js";
import { canonicalText } from "../../runtime/canonical.js";
import type { RouteGateInputs } from "../route-gate.js";
import { objectsIn } from "../objects-in.js";

/** What of a route is waited for. */
export type RouteShape = Pick<RouteGateInputs, "hosts" | "servers">;

/**
 * A domain's route in the words of what is declared: a rule counts for the server whose services it has. Zero weights
 * count as none, and weights that nobody declared are not looked at.
 */
export function shapeFound(route: KubeObject | undefined, wanted: RouteGateInputs): RouteShape {
  const spec = isObject(route?.["spec"]) ? route["spec"] : {};
  const rules = objectsIn(spec["rules"]);
  const servers = Object.entries(wanted.servers).flatMap(([id, server]) => {
    const rule = rules.find(
      (candidate) => canonicalText(servicesOf(candidate)) === canonicalText(server.services),
    );
    if (rule === undefined) return [];
    const weights =
      server.weights === undefined ? {} : { weights: weightsOf(rule, wanted.domain, id, server.weights) };
    return [[id, { services: server.services, ...weights }] as const];
  });
  const hosts = Array.isArray(spec["hostnames"]) ? spec["hostnames"] : [];
  return {
    hosts: hosts.filter((host) => typeof host === "string").sort(),
    servers: Object.fromEntries(servers),
  };
}

/** What is declared, in the form in which {@link shapeFound} answers. */
export function shapeWanted({ hosts, servers }: RouteShape): RouteShape {
  return {
    hosts,
    servers: Object.fromEntries(
      Object.entries(servers).map(([id, { services, weights }]) => [
        id,
        { services, ...(weights === undefined ? {} : { weights: withoutZeros(weights) }) },
      ]),
    ),
  };
}

/** Why a route is not as declared and accepted yet; undefined when it is. */
export function notAccepted(route: KubeObject | undefined, wanted: RouteGateInputs): string | undefined {
  if (route === undefined) return "the operator has not made its GRPCRoute yet";
  const [found, goal] = [shapeFound(route, wanted), shapeWanted(wanted)];
  if (canonicalText(found.hosts) !== canonicalText(goal.hosts)) {
    return `its GRPCRoute is for ${found.hosts.join(", ")} and not yet for ${goal.hosts.join(", ")}`;
  }
  const missing = Object.keys(goal.servers).find(
    (id) => canonicalText(found.servers[id]) !== canonicalText(goal.servers[id]),
  );
  if (missing !== undefined) return `its GRPCRoute has not the rule of server ${missing} as declared yet`;
  return complaint(route, wanted.gateway);
}

/** What the gateway says against the route, or that it has said nothing of its latest form. */
function complaint(route: KubeObject, gateway: string): string | undefined {
  const status = isObject(route["status"]) ? route["status"] : {};
  const parent = objectsIn(status["parents"]).find(
    ({ parentRef }) => isObject(parentRef) && parentRef["name"] === gateway,
  );
  for (const type of ["Accepted", "ResolvedRefs"]) {
    const condition = objectsIn(parent?.["conditions"]).find((one) => one["type"] === type);
    const generation = condition?.["observedGeneration"];
    if (typeof generation !== "number" || generation < (route.metadata.generation ?? 0)) {
      return `Gateway ${gateway} has not looked at its GRPCRoute yet`;
    }
    if (condition?.["status"] !== "True") {
      return `Gateway ${gateway} says ${String(condition?.["reason"])}: ${String(condition?.["message"])}`;
    }
  }
  return undefined;
}

/** Where a gateway is reached, as it says. */
export function addressesOf(gateway: KubeObject | undefined): string[] {
  const status = isObject(gateway?.["status"]) ? gateway["status"] : {};
  return objectsIn(status["addresses"]).flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}

function servicesOf(rule: Record<string, unknown>): string[] {
  return objectsIn(rule["matches"])
    .flatMap(({ method }) =>
      isObject(method) && typeof method["service"] === "string" ? [method["service"]] : [],
    )
    .sort();
}

/** Backends that belong to no declared version appear under their own name. */
function weightsOf(
  rule: Record<string, unknown>,
  domain: string,
  server: string,
  declared: Readonly<Record<string, number>>,
): Record<string, number> {
  const versions = new Map(
    Object.keys(declared).map((version) => [serviceName(componentName(domain, server, version)), version]),
  );
  const found = objectsIn(rule["backendRefs"]).map(({ name, weight = 1 }): [string, number] => [
    versions.get(String(name)) ?? String(name),
    Number(weight),
  ]);
  return withoutZeros(Object.fromEntries(found));
}

function withoutZeros(weights: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight !== 0));
}
