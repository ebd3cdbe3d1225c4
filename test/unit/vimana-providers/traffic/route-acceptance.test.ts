import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { routeAcceptance } from "../../../../providers/vimana/traffic/route-acceptance.js";
import { route } from "./world.js";

const PARENT = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "apps-gateway" };

function condition(type: string, rest: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type, status: "True", reason: type, message: "", observedGeneration: 3, ...rest };
}

function withStatus(parents: unknown): KubeObject {
  const object = route();
  return { ...object, metadata: { ...object.metadata, generation: 3 }, status: { parents } };
}

const GOOD = [condition("Accepted"), condition("ResolvedRefs")];

test.each<[string, unknown, string]>([
  ["nobody has looked", undefined, "apps-gateway has not looked at it"],
  ["it is accepted", [{ parentRef: PARENT, conditions: GOOD }], ""],
  [
    "a reference without defaults is the same",
    [{ parentRef: { name: "apps-gateway" }, conditions: GOOD }],
    "",
  ],
  [
    "another gateway has accepted it",
    [{ parentRef: { ...PARENT, name: "other" }, conditions: GOOD }],
    "apps-gateway has not looked at it",
  ],
  [
    "another listener has accepted it",
    [{ parentRef: { ...PARENT, sectionName: "l-1" }, conditions: GOOD }],
    "apps-gateway has not looked at it",
  ],
  [
    "an earlier form was accepted",
    [{ parentRef: PARENT, conditions: [condition("Accepted", { observedGeneration: 2 }), GOOD[1]] }],
    "apps-gateway: it has not looked at the latest change",
  ],
  [
    "a backend is missing",
    [
      {
        parentRef: PARENT,
        conditions: [
          GOOD[0],
          condition("ResolvedRefs", {
            status: "False",
            reason: "BackendNotFound",
            message: "no Service s-1",
          }),
        ],
      },
    ],
    "apps-gateway: ResolvedRefs is False, BackendNotFound: no Service s-1",
  ],
  [
    "half of it is said",
    [{ parentRef: PARENT, conditions: [GOOD[0]] }],
    "apps-gateway: it has not looked at the latest change",
  ],
])("when %s", (_, parents, message) => {
  expect(routeAcceptance(withStatus(parents))).toEqual({ accepted: message === "", message });
});
