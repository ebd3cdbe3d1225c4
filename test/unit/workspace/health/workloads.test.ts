import { condition, healthText, live, statusOf } from "./live.js";

const READY = {
  observedGeneration: 1,
  replicas: 3,
  updatedReplicas: 3,
  readyReplicas: 3,
  availableReplicas: 3,
};

describe("health of a Deployment", () => {
  const deployment = (spec: object, status: object, metadata: object = {}): string =>
    healthText(live("apps/v1", "Deployment", { metadata, spec: { replicas: 3, ...spec }, status }));

  it.each([
    ["all replicas available", {}, {}, "Healthy"],
    ["paused", { paused: true }, { observedGeneration: 0 }, "Suspended Deployment is paused"],
    [
      "scaled to zero, whose status leaves out every count",
      { replicas: 0 },
      { replicas: undefined, updatedReplicas: undefined, availableReplicas: undefined },
      "Healthy",
    ],
    [
      "replicas not updated",
      {},
      { updatedReplicas: 1 },
      "Progressing Waiting for rollout to finish: 1 of 3 replicas are updated",
    ],
    [
      "old replicas",
      {},
      { replicas: 5 },
      "Progressing Waiting for rollout to finish: 2 old replicas are pending termination",
    ],
    [
      "replicas not available",
      {},
      { availableReplicas: 2 },
      "Progressing Waiting for rollout to finish: 2 of 3 updated replicas are available",
    ],
    [
      "progress deadline exceeded",
      {},
      { updatedReplicas: 1, conditions: [condition("Progressing", "False", "ProgressDeadlineExceeded")] },
      'Degraded Deployment "x" exceeded its progress deadline',
    ],
    [
      "some other reason for progress",
      {},
      { conditions: [condition("Progressing", "True", "NewReplicaSetAvailable")] },
      "Healthy",
    ],
  ])("%s", (_case, spec, status, expected) => {
    expect(deployment(spec, { ...READY, ...status })).toBe(expected);
  });

  it("waits for the controller to see the latest spec", () => {
    expect(deployment({}, { ...READY, observedGeneration: 4 }, { generation: 5 })).toMatch(
      /^Progressing .*not seen/,
    );
    expect(deployment({}, { ...READY, observedGeneration: 5 }, { generation: 5 })).toBe("Healthy");
    expect(deployment({}, {})).toMatch(/^Progressing/);
  });

  it("believes an exceeded deadline only of the latest spec", () => {
    const conditions = [condition("Progressing", "False", "ProgressDeadlineExceeded")];
    expect(deployment({}, { ...READY, conditions }, { generation: 2 })).toMatch(/^Progressing/);
  });
});

describe("health of a StatefulSet", () => {
  const set = (spec: object, status: object, metadata: object = {}): string =>
    statusOf(
      live("apps/v1", "StatefulSet", {
        metadata,
        spec: {
          replicas: 3,
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
          ...spec,
        },
        status: { ...READY, updateRevision: "b", currentRevision: "b", ...status },
      }),
    );
  const partitioned = (partition: number): object => ({
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition } },
  });
  const withoutBlock = { updateStrategy: { type: "RollingUpdate" } };

  it.each([
    ["all updated", {}, {}, "Healthy"],
    ["never observed", {}, { observedGeneration: 0 }, "Progressing"],
    ["not ready", {}, { readyReplicas: 2 }, "Progressing"],
    ["not ready, OnDelete", { updateStrategy: { type: "OnDelete" } }, { readyReplicas: 2 }, "Progressing"],
    ["old revision, OnDelete", { updateStrategy: { type: "OnDelete" } }, { currentRevision: "a" }, "Healthy"],
    ["partition not reached", partitioned(1), { updatedReplicas: 1 }, "Progressing"],
    ["partition reached", partitioned(1), { updatedReplicas: 2, currentRevision: "a" }, "Healthy"],
    [
      "a rolling update without partition",
      { updateStrategy: { type: "RollingUpdate", rollingUpdate: {} } },
      { updatedReplicas: 0, currentRevision: "a" },
      "Healthy",
    ],
    ["no rolling update block, old revision", withoutBlock, { currentRevision: "a" }, "Progressing"],
    ["no rolling update block, same revision", withoutBlock, {}, "Healthy"],
  ])("%s", (_case, spec, status, expected) => {
    expect(set(spec, status)).toBe(expected);
  });

  it("waits for the controller to see the latest spec", () => {
    expect(set({}, {}, { generation: 2 })).toBe("Progressing");
  });
});

describe("health of a DaemonSet", () => {
  const DONE = {
    observedGeneration: 1,
    desiredNumberScheduled: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
  };
  it.each([
    ["all available", {}, {}, "Healthy"],
    ["not seen", {}, { observedGeneration: 0 }, "Progressing"],
    ["not updated", {}, { updatedNumberScheduled: 1 }, "Progressing"],
    ["not available", {}, { numberAvailable: undefined }, "Progressing"],
    [
      "not updated, OnDelete",
      { updateStrategy: { type: "OnDelete" } },
      { updatedNumberScheduled: 0 },
      "Healthy",
    ],
    [
      "wanted on no node",
      {},
      { desiredNumberScheduled: 0, updatedNumberScheduled: 0, numberAvailable: 0 },
      "Healthy",
    ],
  ])("%s", (_case, spec, status, expected) => {
    expect(statusOf(live("apps/v1", "DaemonSet", { spec, status: { ...DONE, ...status } }))).toBe(expected);
  });
});

describe("health of a ReplicaSet", () => {
  it.each([
    ["all available", READY, "Healthy"],
    ["not seen", { ...READY, observedGeneration: 0 }, "Progressing"],
    ["not available", { ...READY, availableReplicas: 1 }, "Progressing"],
    [
      "failing",
      { ...READY, conditions: [condition("ReplicaFailure", "True", "FailedCreate", "quota")] },
      "Degraded quota",
    ],
    ["no longer failing", { ...READY, conditions: [condition("ReplicaFailure", "False")] }, "Healthy"],
  ])("%s", (_case, status, expected) => {
    const text = healthText(live("apps/v1", "ReplicaSet", { spec: { replicas: 3 }, status }));
    expect(text.startsWith(expected)).toBe(true);
  });
});
