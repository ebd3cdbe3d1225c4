import fc from "fast-check";
import { HEALTH_CODES } from "../../../../model/workspace/codes.js";
import { healthOf } from "../../../../model/workspace/health/health-of.js";
import { HEALTH_RULES } from "../../../../model/workspace/health/rules.js";
import { healthText, live } from "./live.js";

const DELETED = { deletionTimestamp: "2026-01-01T00:00:00Z" };

describe("healthOf", () => {
  it.each([
    ["v1", "ConfigMap"],
    ["rbac.authorization.k8s.io/v1", "Role"],
    ["argoproj.io/v1alpha1", "Application"],
    ["apps.example.com/v1", "Deployment"],
    ["crossplane.io.example.com/v1", "Bucket"],
    ["v1", "constructor"],
  ])("has no rule for %s %s", (apiVersion, kind) => {
    expect(healthOf(live(apiVersion, kind))).toBeUndefined();
  });

  it.each([
    ["apps/v1beta1", "Deployment", "Unknown unsupported Deployment GVK: apps/v1beta1, Kind=Deployment"],
    ["v2", "Service", "Unknown unsupported Service GVK: v2, Kind=Service"],
    ["batch/v2", "Job", "Unknown unsupported Job GVK: batch/v2, Kind=Job"],
  ])("does not guess at %s %s", (apiVersion, kind, expected) => {
    expect(healthText(live(apiVersion, kind))).toBe(expected);
  });

  it.each([
    ["v1", "ConfigMap"],
    ["apps/v9", "Deployment"],
    ["v1", "Pod"],
  ])("waits for a deleted %s %s to go", (apiVersion, kind) => {
    const metadata = { ...DELETED, finalizers: ["example.com/keep"] };
    expect(healthText(live(apiVersion, kind, { metadata }))).toBe("Progressing Pending deletion");
  });

  it.each(["groundplan.dev/hook-finalizer", "argocd.argoproj.io/hook-finalizer"])(
    "still judges a deleted hook that is held by %s",
    (finalizer) => {
      const metadata = { ...DELETED, finalizers: [finalizer] };
      const status = { conditions: [{ type: "Failed", status: "True", message: "no" }] };
      expect(healthText(live("batch/v1", "Job", { metadata, status }))).toBe("Degraded no");
      expect(healthText(live("v1", "ConfigMap", { metadata }))).toBe("none");
    },
  );

  it("answers whatever a controller may have written", () => {
    const kinds = Object.entries(HEALTH_RULES).map(([key, rule]) => {
      const [group = "", kind = ""] = key.replace("*.", "some.").replace("*", "Any").split("/");
      const version = rule.versions?.at(-1) ?? "v1";
      return { apiVersion: group === "" ? version : `${group}/${version}`, kind };
    });
    const field = fc.jsonValue({ maxDepth: 3 });
    const names = fc.constantFrom(
      "conditions",
      "phase",
      "replicas",
      "containerStatuses",
      "parents",
      "state",
      "items",
    );
    const part = fc.oneof(fc.dictionary(names, field), field);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), part, part, (kind, spec, status) => {
        const health = healthOf({ ...kind, metadata: {}, spec, status });
        expect(HEALTH_CODES).toContain(health?.status);
        expect(typeof health?.message).toBe("string");
      }),
    );
  });
});
