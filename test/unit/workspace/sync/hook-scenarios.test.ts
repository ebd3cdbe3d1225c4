import { type KubeObject, objectKey } from "../../../../model/shared/kubernetes-object.js";
import { HOOK_FINALIZER, HOOK_RUN_ANNOTATION } from "../../../../model/workspace/sync/hooks.js";
import { nextStep, requestTermination } from "../../../../model/workspace/sync/machine.js";
import { hook, manifest } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { Operation, tasksOf } from "./operation.js";

let cluster: MemoryCluster;
beforeEach(() => {
  cluster = new MemoryCluster();
});

const config = manifest("ConfigMap", "config");
const migrate = hook("PreSync", "migrate");
const MIGRATE = objectKey(migrate);
const verify = hook("PostSync", "verify");
const VERIFY = objectKey(verify);
const tell = hook("SyncFail", "tell");
const TELL = objectKey(tell);

function isHeld(key: string): boolean {
  return cluster.objects.get(key)?.metadata.finalizers?.includes(HOOK_FINALIZER) === true;
}

describe("hooks", () => {
  it("run in their phases, held until their result is recorded", () => {
    const operation = Operation.sync(cluster, [verify, config, migrate]);
    expect(operation.step()).toEqual({
      message: "waiting for completion of hook batch/Job/migrate",
      watch: [MIGRATE],
    });
    expect(isHeld(MIGRATE)).toBe(true);
    expect(cluster.objects.has(objectKey(config))).toBe(false);

    cluster.setHealth(MIGRATE, "Healthy", "done");
    const step = nextStep(operation.state, cluster.observed());
    expect(step).toMatchObject({ record: true, actions: [{ do: "remove-finalizer", key: MIGRATE }] });
    expect(step.state.results[`PreSync:${MIGRATE}`]).toMatchObject({
      status: "Synced",
      phase: "Succeeded",
      message: "done",
    });

    expect(operation.step()?.watch).toEqual([VERIFY]);
    expect(isHeld(MIGRATE)).toBe(false);
    cluster.setHealth(VERIFY, "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Succeeded");
    expect(isHeld(VERIFY)).toBe(false);
    expect(cluster.log()).toEqual([
      "apply Job/shop/migrate",
      "remove-finalizer Job/shop/migrate",
      "apply ConfigMap/shop/config",
      "apply Job/shop/verify",
      "remove-finalizer Job/shop/verify",
    ]);
  });

  it("that have completed with a finalizer, though they are being deleted, are still read", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.setHealth(MIGRATE, "Healthy");
    cluster.delete(MIGRATE);
    expect(cluster.objects.has(MIGRATE)).toBe(true);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Succeeded");
    expect(cluster.objects.has(MIGRATE)).toBe(false);
  });

  it("that somebody deletes while they run fail the sync instead of hanging it", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.delete(MIGRATE);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toContain(
      "batch/Job/migrate: is being deleted, though it has not completed",
    );
    expect(cluster.objects.has(MIGRATE)).toBe(false);
  });

  it("that vanish fail the sync", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.remove(MIGRATE);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toContain(
      "Resource batch/Job/migrate is missing, it might have been deleted",
    );
  });

  it("before the sync that fail stop it before anything is applied", () => {
    const operation = Operation.sync(cluster, [migrate, config]);
    operation.step();
    cluster.setHealth(MIGRATE, "Degraded", "backoff limit");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message:
        "one or more synchronization tasks completed unsuccessfully, reason: batch/Job/migrate: backoff limit",
    });
    expect(cluster.objects.has(objectKey(config))).toBe(false);
    expect(isHeld(MIGRATE)).toBe(false);
  });

  it("of one wave are all waited for, even when one has failed", () => {
    const other = hook("PreSync", "other");
    const operation = Operation.sync(cluster, [migrate, other]);
    expect(operation.step()?.message).toBe(
      "waiting for completion of hook batch/Job/migrate and 1 more hooks",
    );
    cluster.setHealth(MIGRATE, "Degraded");
    expect(operation.step()?.watch).toEqual([objectKey(other)]);
    expect(cluster.log()).not.toContain("remove-finalizer Job/shop/migrate");
    cluster.setHealth(objectKey(other), "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Failed");
  });

  it("do not run when the operation says so, nor when they have no type, nor when they are skipped", () => {
    const targets = [migrate, hook("Garbage", "never"), hook("Skip", "skipped"), config];
    const operation = Operation.sync(cluster, targets, { runHooks: false });
    operation.finish();
    expect(Object.keys(operation.results())).toEqual(["Sync ConfigMap/config"]);
    const other = Operation.sync(new MemoryCluster(), targets);
    other.finish();
    expect(Object.keys(other.results())).toEqual(["PreSync Job/migrate", "Sync ConfigMap/config"]);
  });

  it("are neither pruned as resources nor is what a skipped manifest names", () => {
    const skipped = hook("Skip", "skipped");
    const owned = [cluster.put(hook("PreSync", "gone")), cluster.put(skipped)];
    const operation = Operation.sync(cluster, [skipped], { owned });
    operation.finish();
    expect(operation.results()).toEqual({});
    expect(cluster.objects.size).toBe(2);
  });

  it("of kinds without health succeed at once", () => {
    const account = manifest("ServiceAccount", "runner", { annotations: { hook: "PreSync" } });
    const operation = Operation.sync(cluster, [account]);
    expect(operation.step()).toBeUndefined();
    expect(operation.results()).toEqual({ "PreSync ServiceAccount/runner": "Synced Succeeded completed" });
  });

  it("without a name get one for each phase", () => {
    const unnamed: KubeObject = {
      ...hook("PreSync,PostSync", ""),
      metadata: { ...hook("PreSync,PostSync", "").metadata },
    };
    delete unnamed.metadata.name;
    unnamed.metadata.generateName = "check-";
    const { tasks, problems } = tasksOf(cluster, [unnamed]);
    expect(problems).toEqual([]);
    expect(tasks.map(({ target }) => target?.metadata.name)).toEqual([
      "check-0123456-presync-1767225600",
      "check-0123456-postsync-1767225600",
    ]);
    expect(tasks[0]?.target?.metadata).not.toHaveProperty("generateName");
  });

  it("of several phases run once in each", () => {
    const both = hook("PreSync,PostSync", "both");
    const operation = Operation.sync(cluster, [both, config]);
    operation.step();
    cluster.setHealth(objectKey(both), "Healthy");
    expect(operation.step()?.watch).toEqual([objectKey(both)]);
    cluster.setHealth(objectKey(both), "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(cluster.log().filter((line) => line === "apply Job/shop/both")).toHaveLength(2);
    expect(operation.results()).toMatchObject({
      "PreSync Job/both": "Synced Succeeded completed",
      "PostSync Job/both": "Synced Succeeded completed",
    });
  });

  it("that cannot be created fail the sync", () => {
    cluster.failing.set(MIGRATE, "forbidden");
    const operation = Operation.sync(cluster, [migrate, config]);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toBe("one or more objects failed to apply, reason: forbidden");
    expect(operation.results()).toEqual({ "PreSync Job/migrate": "SyncFailed Failed forbidden" });
  });
});

describe("delete policies of hooks", () => {
  function leftOver(): void {
    const { metadata, ...rest } = migrate;
    const annotations = { ...metadata.annotations, [HOOK_RUN_ANNOTATION]: "op0.PreSync" };
    cluster.put({ ...rest, metadata: { ...metadata, annotations, finalizers: [HOOK_FINALIZER] } });
    cluster.setHealth(MIGRATE, "Healthy");
  }

  it("BeforeHookCreation: the one of an earlier run is gone before the new one is created", () => {
    leftOver();
    const operation = Operation.sync(cluster, [migrate]);
    expect(operation.step()?.watch).toEqual([MIGRATE]);
    expect(cluster.log()).toEqual([
      "remove-finalizer Job/shop/migrate",
      "delete-hook Job/shop/migrate",
      "apply Job/shop/migrate",
    ]);
    expect(cluster.objects.get(MIGRATE)?.["status"]).toBeUndefined();
  });

  it("BeforeHookCreation: waits while something else holds the earlier one", () => {
    leftOver();
    const held = cluster.objects.get(MIGRATE)!;
    cluster.put({
      ...held,
      metadata: { ...held.metadata, finalizers: [HOOK_FINALIZER, "example.org/slow"] },
    });
    const operation = Operation.sync(cluster, [
      migrate,
      manifest("ConfigMap", "c", { annotations: { hook: "PreSync" } }),
    ]);
    expect(operation.step()).toEqual({
      message: "waiting for deletion of hook batch/Job/migrate",
      watch: [MIGRATE],
    });
    expect(cluster.log().filter((line) => line.startsWith("delete-hook"))).toHaveLength(1);
    expect(operation.step()?.watch).toEqual([MIGRATE]);
    expect(cluster.log().filter((line) => line.startsWith("delete-hook"))).toHaveLength(1);
    cluster.release(MIGRATE, "example.org/slow");
    expect(operation.step()?.message).toBe("waiting for completion of hook batch/Job/migrate");
  });

  it("BeforeHookCreation with Replace=true of one that is already gone creates it", () => {
    leftOver();
    const replaced = hook("PreSync", "migrate", { annotations: { "sync-options": "Replace=true" } });
    const operation = Operation.sync(cluster, [replaced]);
    cluster.remove(MIGRATE);
    operation.step();
    expect(cluster.log()).toEqual(["create Job/shop/migrate"]);
  });

  it("without BeforeHookCreation an earlier one is applied over", () => {
    leftOver();
    const operation = Operation.sync(cluster, [hook("PreSync", "migrate", { policy: "HookFailed" })]);
    operation.step();
    expect(cluster.log()).toEqual(["apply Job/shop/migrate"]);
  });

  it.each([
    ["HookSucceeded", "Healthy", true],
    ["HookSucceeded", "Degraded", false],
    ["HookFailed", "Healthy", false],
    ["HookFailed", "Degraded", true],
    ["HookSucceeded,HookFailed", "Healthy", true],
    ["HookSucceeded,HookFailed", "Degraded", true],
    ["BeforeHookCreation", "Healthy", false],
    ["BeforeHookCreation", "Degraded", false],
  ] as const)("%s after %s: removed %j, when all is over", (policy, health, isRemoved) => {
    const operation = Operation.sync(cluster, [hook("PreSync", "migrate", { policy }), verify]);
    operation.step();
    cluster.setHealth(MIGRATE, health);
    if (operation.step() !== undefined) {
      expect(cluster.objects.has(MIGRATE)).toBe(true);
      cluster.setHealth(VERIFY, "Healthy");
      expect(operation.step()).toBeUndefined();
    }
    expect(cluster.objects.has(MIGRATE)).toBe(!isRemoved);
    expect(isHeld(MIGRATE)).toBe(false);
  });

  it("that cannot be carried out make an error of a success", () => {
    cluster.failing.set(`delete-hook ${MIGRATE}`, "cannot delete Job shop/migrate");
    const operation = Operation.sync(cluster, [hook("PreSync", "migrate", { policy: "HookSucceeded" })]);
    operation.finish();
    expect(operation.state).toMatchObject({
      phase: "Error",
      message:
        "successfully synced (no more tasks); hooks could not be cleaned up: cannot delete Job shop/migrate",
    });
    expect(cluster.log().filter((line) => line.startsWith("delete-hook"))).toHaveLength(1);
  });

  it("that cannot remove the earlier hook fail the sync", () => {
    leftOver();
    cluster.failing.set(`delete-hook ${MIGRATE}`, "cannot delete Job shop/migrate");
    const operation = Operation.sync(cluster, [migrate]);
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message: "one or more objects failed to apply, reason: cannot delete Job shop/migrate",
    });
  });
});

describe("hooks of the phase SyncFail", () => {
  it("do not run after a success", () => {
    const operation = Operation.sync(cluster, [config, tell]);
    operation.finish();
    expect(operation.state).toMatchObject({ phase: "Succeeded" });
    expect(Object.keys(operation.results())).toEqual(["Sync ConfigMap/config"]);
  });

  it("run after a failure, which it stays", () => {
    cluster.failing.set(objectKey(config), "denied");
    const operation = Operation.sync(cluster, [config, tell, hook("SyncFail", "clean", { wave: 3 })]);
    expect(operation.step()).toMatchObject({
      message: "waiting for completion of hook batch/Job/tell and 1 more hooks",
    });
    cluster.setHealth(TELL, "Healthy");
    cluster.setHealth("batch/Job/shop/clean", "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message: "one or more objects failed to apply, reason: denied",
    });
    expect(operation.results()["SyncFail Job/tell"]).toBe("Synced Succeeded completed");
  });

  it("that fail themselves add their message", () => {
    cluster.failing.set(objectKey(config), "denied");
    const operation = Operation.sync(cluster, [config, tell]);
    operation.step();
    cluster.setHealth(TELL, "Degraded", "no network");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toBe(
      "one or more objects failed to apply, reason: denied\n" +
        "one or more SyncFail hooks failed, reason: batch/Job/tell: no network",
    );
  });

  it("begin at once while hooks of the failed wave still run, and all are waited for", () => {
    const during = hook("Sync", "during");
    cluster.failing.set(objectKey(config), "denied");
    const operation = Operation.sync(cluster, [config, during, tell]);
    expect(operation.step()?.watch).toEqual([objectKey(during), TELL]);
    cluster.setHealth(TELL, "Healthy");
    expect(operation.step()?.watch).toEqual([objectKey(during)]);
    cluster.setHealth(objectKey(during), "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Failed");
    expect(isHeld(TELL) || isHeld(objectKey(during))).toBe(false);
  });
});

describe("termination", () => {
  function terminated(operation: Operation): Operation {
    operation.state = requestTermination(operation.state);
    expect(operation.step()).toBeUndefined();
    return operation;
  }

  it("without hooks ends the operation and leaves what is there", () => {
    const operation = Operation.sync(cluster, [manifest("Deployment", "web")]);
    operation.step();
    expect(terminated(operation).state).toMatchObject({ phase: "Failed", message: "Operation terminated" });
    expect(cluster.objects.size).toBe(1);
  });

  it("removes a hook that runs", () => {
    const operation = Operation.sync(cluster, [migrate, config]);
    operation.step();
    terminated(operation);
    expect(operation.results()).toEqual({ "PreSync Job/migrate": "Synced Failed Terminated" });
    expect(cluster.objects.size).toBe(0);
    expect(operation.state).toMatchObject({ phase: "Failed", message: "Operation terminated" });
  });

  it("keeps the true result of a hook that has completed, and lets it go", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.setHealth(MIGRATE, "Healthy", "done");
    terminated(operation);
    expect(operation.results()).toEqual({ "PreSync Job/migrate": "Synced Succeeded done" });
    expect(isHeld(MIGRATE)).toBe(false);
    expect(cluster.objects.has(MIGRATE)).toBe(true);
  });

  it("is content with a hook that is gone", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.remove(MIGRATE);
    terminated(operation);
    expect(operation.results()).toEqual({ "PreSync Job/migrate": "Synced Succeeded Terminated" });
  });

  it("that cannot remove a hook is an error", () => {
    const operation = Operation.sync(cluster, [migrate]);
    operation.step();
    cluster.failing.set(`delete-hook ${MIGRATE}`, "connection refused");
    terminated(operation);
    expect(operation.state).toMatchObject({
      phase: "Error",
      message: "Operation termination had errors; hooks could not be cleaned up: connection refused",
    });
  });

  it("does nothing to an operation that has ended", () => {
    const operation = Operation.sync(cluster, [config]);
    operation.finish();
    expect(requestTermination(operation.state)).toBe(operation.state);
  });
});
