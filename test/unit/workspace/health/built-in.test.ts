import { condition, healthText, live, statusOf, withConditions } from "./live.js";

const addresses = (...ingress: object[]): object => ({ loadBalancer: { ingress } });

describe("health of the other built-in kinds", () => {
  it.each([
    ["ClusterIP", { type: "ClusterIP" }, {}, "Healthy"],
    ["no type", {}, {}, "Healthy"],
    ["with an address", { type: "LoadBalancer" }, addresses({ ip: "10.0.0.1" }), "Healthy"],
    ["with an empty address", { type: "LoadBalancer" }, addresses({}), "Healthy"],
    ["without address", { type: "LoadBalancer" }, { loadBalancer: {} }, "Progressing"],
  ])("Service %s", (_case, spec, status, expected) => {
    expect(statusOf(live("v1", "Service", { spec, status }))).toBe(expected);
  });

  it.each(["networking.k8s.io/v1", "extensions/v1beta1"])("Ingress of %s", (apiVersion) => {
    expect(statusOf(live(apiVersion, "Ingress", { status: addresses({ hostname: "h" }) }))).toBe("Healthy");
    expect(statusOf(live(apiVersion, "Ingress", { status: addresses() }))).toBe("Progressing");
    expect(statusOf(live(apiVersion, "Ingress"))).toBe("Progressing");
  });

  it.each([
    ["Bound", "Healthy"],
    ["Pending", "Progressing"],
    ["Lost", "Degraded"],
    ["Other", "Unknown"],
    [undefined, "Unknown"],
  ])("PersistentVolumeClaim %s", (phase, expected) => {
    expect(statusOf(live("v1", "PersistentVolumeClaim", { status: { phase } }))).toBe(expected);
  });

  it.each([
    ["running", [], "Progressing"],
    ["about to fail", [condition("FailureTarget", "True")], "Progressing"],
    ["succeeded", [condition("Complete", "True")], "Healthy"],
    ["failed", [condition("Failed", "True", "BackoffLimitExceeded", "too often")], "Degraded too often"],
    ["suspended", [condition("Suspended", "True", "", "stopped")], "Suspended stopped"],
    ["resumed and done", [condition("Suspended", "False"), condition("Complete", "True")], "Healthy"],
    ["suspended after it failed", [condition("Suspended", "True"), condition("Failed", "True")], "Degraded"],
  ])("Job %s", (_case, conditions, expected) => {
    expect(healthText(live("batch/v1", "Job", withConditions(...conditions)))).toBe(expected);
  });

  const EARLY = "2026-01-01T00:00:00Z";
  const LATE = "2026-01-02T00:00:00Z";
  it.each([
    ["suspended", { suspend: true }, undefined, "Healthy CronJob is Suspended"],
    ["without status", {}, undefined, "Progressing Waiting for CronJob"],
    ["never scheduled", {}, {}, "Healthy CronJob has not been scheduled yet"],
    ["never succeeded", {}, { lastScheduleTime: EARLY }, "Healthy"],
    [
      "running",
      {},
      { lastScheduleTime: LATE, lastSuccessfulTime: EARLY, active: [{ name: "a" }] },
      "Healthy The job is running",
    ],
    [
      "failed last time",
      {},
      { lastScheduleTime: LATE, lastSuccessfulTime: EARLY },
      "Degraded CronJob has not completed",
    ],
    ["succeeded", {}, { lastScheduleTime: EARLY, lastSuccessfulTime: LATE }, "Healthy CronJob has completed"],
  ])("CronJob %s", (_case, spec, status, expected) => {
    const object = live("batch/v1", "CronJob", { spec, ...(status === undefined ? {} : { status }) });
    expect(healthText(object)).toContain(expected);
  });

  it.each([
    ["available", [condition("Available", "True", "Passed", "ok")], "Healthy Passed: ok"],
    [
      "not available",
      [condition("Available", "False", "Missing", "no endpoints")],
      "Progressing Missing: no endpoints",
    ],
    ["new", [], "Progressing Waiting to be processed"],
  ])("APIService %s", (_case, conditions, expected) => {
    for (const version of ["v1", "v1beta1"]) {
      const object = live(`apiregistration.k8s.io/${version}`, "APIService", withConditions(...conditions));
      expect(healthText(object)).toBe(expected);
    }
  });

  const ESTABLISHED = condition("Established", "True", "InitialNamesAccepted");
  const ACCEPTED = condition("NamesAccepted", "True");
  it.each([
    ["established", [ACCEPTED, ESTABLISHED], "Healthy CRD is healthy"],
    ["new", [], "Progressing"],
    ["with refused names", [condition("NamesAccepted", "False", "", "taken"), ESTABLISHED], "Degraded"],
    ["with a loose schema", [ACCEPTED, ESTABLISHED, condition("NonStructuralSchema", "True")], "Degraded"],
    ["installing", [ACCEPTED, condition("Established", "False", "Installing")], "Progressing"],
    ["not established", [ACCEPTED, condition("Established", "False", "NotAccepted")], "Degraded"],
    ["not heard of", [ACCEPTED], "Degraded"],
    ["terminating", [ACCEPTED, ESTABLISHED, condition("Terminating", "True")], "Progressing"],
  ])("CustomResourceDefinition %s", (_case, conditions, expected) => {
    const object = live("apiextensions.k8s.io/v1", "CustomResourceDefinition", withConditions(...conditions));
    expect(healthText(object)).toContain(expected);
  });

  it.each([
    ["enough pods", [condition("DisruptionAllowed", "True", "SufficientPods")], "Healthy"],
    ["too few pods", [condition("DisruptionAllowed", "False", "InsufficientPods")], "Healthy"],
    ["a failed sync", [condition("DisruptionAllowed", "False", "SyncFailed")], "Degraded"],
    ["no conditions", [], "Progressing"],
  ])("PodDisruptionBudget with %s", (_case, conditions, expected) => {
    expect(statusOf(live("policy/v1", "PodDisruptionBudget", withConditions(...conditions)))).toBe(expected);
  });
});

describe("health of a HorizontalPodAutoscaler", () => {
  const ABLE = condition("AbleToScale", "True", "SucceededGetScale", "able");
  const cases = [
    ["able to scale", [ABLE, condition("ScalingActive", "True", "ValidMetricFound")], "Healthy able"],
    ["at its limit", [condition("ScalingLimited", "True", "TooFewReplicas", "few")], "Healthy few"],
    ["without conditions", [], "Progressing Waiting to Autoscale"],
    [
      "not able, reason not known",
      [condition("AbleToScale", "False", "Backoff")],
      "Progressing Waiting to Autoscale",
    ],
    [
      "unable to read metrics although able to scale",
      [ABLE, condition("ScalingActive", "False", "FailedGetResourceMetric", "no metrics")],
      "Degraded no metrics",
    ],
    ["unable to update", [condition("AbleToScale", "False", "FailedUpdateScale", "no")], "Degraded no"],
    [
      "a reason that belongs to another type",
      [condition("AbleToScale", "True", "InvalidSelector")],
      "Healthy",
    ],
  ] as const;

  it.each(cases)("v2 %s", (_case, conditions, expected) => {
    const object = live("autoscaling/v2", "HorizontalPodAutoscaler", withConditions(...conditions));
    expect(healthText(object)).toBe(expected);
  });

  it.each(cases)("v1 %s", (_case, conditions, expected) => {
    const annotations = { "autoscaling.alpha.kubernetes.io/conditions": JSON.stringify(conditions) };
    const object = live("autoscaling/v1", "HorizontalPodAutoscaler", { metadata: { annotations } });
    expect(healthText(object)).toBe(expected);
  });

  it("v1 without the annotation is progressing, with a broken one unknown", () => {
    const broken = { annotations: { "autoscaling.alpha.kubernetes.io/conditions": "[{" } };
    expect(statusOf(live("autoscaling/v1", "HorizontalPodAutoscaler"))).toBe("Progressing");
    expect(statusOf(live("autoscaling/v1", "HorizontalPodAutoscaler", { metadata: broken }))).toBe("Unknown");
  });
});
