import type { KubeObject } from "../../clients/kubernetes/types.js";
import { isObject } from "../../model/shared/json.js";
import { KINDS } from "../../model/vimana/objects/kinds.js";
import { backendReference } from "../../model/vimana/objects/service.js";
import { inOrder, type Weights } from "../../model/vimana/rollout/shares.js";
import { type Acceptance, routeAcceptance } from "./traffic/route-acceptance.js";

/** How versions and their Services are called. */
export interface Naming {
  serviceOf(version: string): string;
  /** The name itself for a Service that is no version's. */
  versionOf(service: string): string;
}

/** One sort of object that carries the weights of a server. */
export interface Carrier {
  readonly apiVersion: string;
  readonly kind: string;
  /** Path of the field that the weights are part of, by which whoever wrote them is found. */
  readonly field: readonly [string, ...string[]];
  /** The object with weights in it; without any it stands as it is. */
  withWeights(object: KubeObject, weights: Weights, naming: Naming): KubeObject;
  /** The weights in an object; zeros are left out. */
  weightsOf(object: KubeObject, naming: Naming): Weights;
  /** Whether the object is in effect; undefined for a sort that does not tell. */
  readonly acceptance?: (object: KubeObject) => Acceptance;
}

const route: Carrier = {
  apiVersion: KINDS.grpcRoute.apiVersion,
  kind: KINDS.grpcRoute.kind,
  field: ["spec", "rules"],
  withWeights(object, weights, naming) {
    const weighted = inOrder(weights).map(([version, weight]) => ({
      ...backendReference(naming.serviceOf(version)),
      weight,
    }));
    const rules = rulesOf(object).map((rule) => {
      const backendRefs = [...weighted, ...withoutCalls(rule, weighted)];
      return backendRefs.length === 0 ? rule : { ...rule, backendRefs };
    });
    return { ...object, spec: { ...specOf(object), rules } };
  },
  weightsOf(object, naming) {
    const references = rulesOf(object)[0]?.["backendRefs"];
    const found = (Array.isArray(references) ? references.filter(isObject) : []).flatMap(
      ({ name, weight = 1 }): [string, number][] =>
        typeof name === "string" && typeof weight === "number" && weight > 0
          ? [[naming.versionOf(name), weight]]
          : [],
    );
    return Object.fromEntries(found);
  },
  acceptance: routeAcceptance,
};

const server: Carrier = {
  apiVersion: KINDS.server.apiVersion,
  kind: KINDS.server.kind,
  field: ["spec", "versionWeights"],
  withWeights(object, weights) {
    const versionWeights = Object.fromEntries(inOrder(weights));
    if (Object.keys(versionWeights).length === 0) return object;
    return { ...object, spec: { ...specOf(object), versionWeights } };
  },
  weightsOf(object) {
    const { versionWeights } = specOf(object);
    if (!isObject(versionWeights)) return {};
    const found = Object.entries(versionWeights).flatMap(([version, weight]): [string, number][] =>
      typeof weight === "number" && weight > 0 ? [[version, weight]] : [],
    );
    return Object.fromEntries(found);
  },
};

const CARRIERS: readonly Carrier[] = [route, server];

/** How an object carries weights; undefined when it is of no sort that does. */
export function carrierOf(object: {
  readonly apiVersion: string;
  readonly kind: string;
}): Carrier | undefined {
  return CARRIERS.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind);
}

/** The sorts of objects that carry weights, for messages. */
export function carrierKinds(): string {
  return CARRIERS.map(({ kind }) => kind).join(" or ");
}

/**
 * References to Services that a rule copies calls to and that have no weight in it. Envoy Gateway does not find a
 * Service of a GRPCRoute that only a filter names.
 */
function withoutCalls(
  rule: Readonly<Record<string, unknown>>,
  weighted: readonly { readonly name: string }[],
): object[] {
  const { filters } = rule;
  const mirrors = (Array.isArray(filters) ? filters.filter(isObject) : []).flatMap(({ requestMirror }) =>
    isObject(requestMirror) && isObject(requestMirror["backendRef"]) ? [requestMirror["backendRef"]] : [],
  );
  return mirrors
    .filter(({ name }) => weighted.every((other) => other.name !== name))
    .map((reference) => ({ ...reference, weight: 0 }));
}

function specOf(object: KubeObject): Record<string, unknown> {
  return isObject(object["spec"]) ? object["spec"] : {};
}

function rulesOf(object: KubeObject): Record<string, unknown>[] {
  const { rules } = specOf(object);
  return Array.isArray(rules) ? rules.filter(isObject) : [];
}
