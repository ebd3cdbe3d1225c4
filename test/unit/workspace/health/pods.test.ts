import { condition, healthText, live, statusOf } from "./live.js";

const IGNORES_POLICY = { "argocd.argoproj.io/ignore-restart-policy": "true" };
const OURS = { "groundplan.dev/ignore-restart-policy": "true" };
const HOOK = { "argocd.argoproj.io/hook": "PreSync" };

function pod(restartPolicy: string, status: object, annotations: object = {}): ReturnType<typeof live> {
  return live("v1", "Pod", { metadata: { annotations }, spec: { restartPolicy }, status });
}

function waiting(...reasons: string[]): object {
  const containerStatuses = reasons.map((reason) => ({
    name: "c",
    state: { waiting: { reason, message: `${reason}!` } },
  }));
  return { phase: "Pending", containerStatuses };
}

const READY = { phase: "Running", conditions: [condition("Ready", "True")] };
const NOT_READY = { phase: "Running", conditions: [condition("Ready", "False")] };
const CRASHED = { ...NOT_READY, containerStatuses: [{ lastState: { terminated: { exitCode: 1 } } }] };

describe("health of a Pod", () => {
  it.each(["ErrImagePull", "ImagePullBackOff", "CrashLoopBackOff", "CreateContainerConfigError"])(
    "is degraded while a container that shall stay waits with %s",
    (reason) => {
      expect(healthText(pod("Always", waiting(reason)))).toBe(`Degraded ${reason}!`);
      expect(statusOf(pod("Never", waiting(reason)))).toBe("Progressing");
      expect(statusOf(pod("Never", waiting(reason), IGNORES_POLICY))).toBe("Degraded");
      expect(statusOf(pod("OnFailure", waiting(reason), OURS))).toBe("Degraded");
      expect(statusOf(pod("Never", waiting(reason), { ...IGNORES_POLICY, ...HOOK }))).toBe("Progressing");
    },
  );

  it("joins what several containers wait for", () => {
    expect(healthText(pod("Always", waiting("ErrImagePull", "ContainerCreating", "RunError")))).toBe(
      "Degraded ErrImagePull!, RunError!",
    );
  });

  it.each([
    ["pending", "Always", waiting("ContainerCreating"), {}, "Progressing"],
    ["succeeded", "Never", { phase: "Succeeded" }, {}, "Healthy"],
    ["ready", "Always", READY, {}, "Healthy"],
    ["running, not ready", "Always", NOT_READY, {}, "Progressing"],
    ["running after a crash", "Always", CRASHED, {}, "Degraded"],
    ["ready, ends by itself", "Never", READY, {}, "Progressing"],
    ["ready, is retried", "OnFailure", READY, {}, "Progressing"],
    ["ready, policy ignored", "Never", READY, IGNORES_POLICY, "Healthy"],
    ["crashed, policy ignored", "OnFailure", CRASHED, IGNORES_POLICY, "Degraded"],
    ["a hook that is ready, policy ignored", "Never", READY, { ...IGNORES_POLICY, ...HOOK }, "Progressing"],
    ["a helm hook that is ready", "Never", READY, { ...OURS, "helm.sh/hook": "pre-install" }, "Progressing"],
    ["lost", "Always", { phase: "Unknown" }, {}, "Unknown"],
    ["without a phase", "Always", {}, {}, "Unknown"],
  ])("%s", (_case, policy, status, annotations, expected) => {
    expect(statusOf(pod(policy, status, annotations))).toBe(expected);
  });

  it.each([
    ["the pod's own message", { message: "evicted", containerStatuses: [] }, "Degraded evicted"],
    [
      "an init container's message",
      {
        initContainerStatuses: [
          { name: "i", state: { terminated: { exitCode: 1, message: "no database" } } },
        ],
        containerStatuses: [{ name: "c", state: { terminated: { exitCode: 2 } } }],
      },
      "Degraded no database",
    ],
    [
      "memory",
      { containerStatuses: [{ name: "c", state: { terminated: { reason: "OOMKilled", exitCode: 137 } } }] },
      "Degraded OOMKilled",
    ],
    [
      "the exit code",
      {
        containerStatuses: [
          { name: "a", state: { terminated: { exitCode: 0 } } },
          { name: "c", state: { terminated: { exitCode: 3 } } },
        ],
      },
      'Degraded container "c" failed with exit code 3',
    ],
    ["nothing", {}, "Degraded"],
  ])("a failed one tells %s", (_case, status, expected) => {
    expect(healthText(pod("Never", { phase: "Failed", ...status }))).toBe(expected);
  });
});
