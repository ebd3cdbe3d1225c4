import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { isDrift } from "../../../../model/workspace/compare/drift.js";
import { configMap, deployment } from "./objects.js";

interface Entry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly fieldsV1: object;
}

function owned(live: KubeObject, ...managedFields: readonly Entry[]): KubeObject {
  return { ...live, metadata: { ...live.metadata, managedFields } };
}

const data = (...names: readonly string[]): object => ({
  "f:data": Object.fromEntries(names.map((name) => [`f:${name}`, {}])),
});

describe("a conflict", () => {
  const applied = configMap({ a: "1", b: "2" });
  const live = owned(
    configMap({ a: "9", b: "9", c: "9" }),
    { manager: "kubectl-edit", operation: "Update", fieldsV1: data("a", "c") },
    { manager: "painter", operation: "Apply", fieldsV1: data("b") },
    { manager: "kubectl", operation: "Apply", fieldsV1: data("b") },
    { manager: "kubectl", operation: "Update", fieldsV1: data("a") },
  );

  it.each([
    ["kubectl-edit", ".data.a", true, "changed by hand what was applied"],
    ["kubectl", ".data.a", true, "applied something else, and changed this by hand"],
    ["kubectl-edit", ".data.c", false, "owns what was never applied"],
    ["painter", ".data.b", false, "applies the field, too"],
    ["kubectl", ".data.b", false, "applies the field, too"],
    ["stranger", ".data.a", false, "is not known to own it"],
  ])("with %s about %s is drift: %s, as it %s", (manager, field, expected) => {
    expect(isDrift({ manager, field }, live, applied)).toBe(expected);
  });

  it("about an element of a list is found by the element's keys", () => {
    const image = {
      "f:spec": {
        "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { "f:image": {} } } } },
      },
    };
    const changed = owned(deployment({ image: "web:9" }), {
      manager: "kubectl-set",
      operation: "Update",
      fieldsV1: image,
    });
    const field = '.spec.template.spec.containers[name="web"].image';
    expect(isDrift({ manager: "kubectl-set", field }, changed, deployment())).toBe(true);
    expect(isDrift({ manager: "kubectl-set", field }, changed, deployment({ name: "other" }))).toBe(false);
  });
});
