import { hookName, hookOf } from "../../../../model/workspace/sync/hooks.js";
import { faultyWave, waveOf } from "../../../../model/workspace/sync/waves.js";
import { manifest } from "./manifests.js";

const own = (value: string): Record<string, string> => ({ "groundplan.dev/hook": value });
const argo = (value: string): Record<string, string> => ({ "argocd.argoproj.io/hook": value });
const helm = (value: string): Record<string, string> => ({ "helm.sh/hook": value });

describe("hooks", () => {
  it.each([
    [{}, false, false, []],
    [own("PreSync"), true, false, ["PreSync"]],
    [argo("Sync"), true, false, ["Sync"]],
    [argo("PostSync"), true, false, ["PostSync"]],
    [own("SyncFail"), true, false, ["SyncFail"]],
    [own("PreDelete"), true, false, ["PreDelete"]],
    [own("PostDelete"), true, false, ["PostDelete"]],
    [argo("Skip"), false, true, ["Skip"]],
    [argo("Garbage"), true, false, []],
    [argo("PreSync,PostSync"), true, false, ["PreSync", "PostSync"]],
    [argo(" PreSync , PostSync "), true, false, ["PreSync", "PostSync"]],
    [argo("Sync,Sync"), true, false, ["Sync"]],
    [argo("Skip,PreSync,PostSync"), true, false, ["PreSync", "PostSync", "Skip"]],
    [argo("Sync,Garbage"), true, false, ["Sync"]],
    [helm("pre-install"), true, false, ["PreSync"]],
    [helm("pre-install,pre-upgrade"), true, false, ["PreSync"]],
    [helm("post-install, post-upgrade"), true, false, ["PostSync"]],
    [helm("crd-install"), false, false, []],
    [helm("pre-delete"), true, false, ["PreDelete"]],
    [helm("post-delete"), true, false, ["PostDelete"]],
    [helm("pre-rollback"), true, false, []],
    [helm("test"), true, false, []],
    [helm("test-success"), true, false, []],
    [{ ...argo("Sync"), ...helm("pre-install") }, true, false, ["Sync"]],
    [{ ...argo("Skip"), ...helm("pre-install") }, false, true, ["Skip"]],
    [{ ...argo("Garbage"), ...helm("post-install") }, true, false, ["PostSync"]],
    [{ ...argo("Sync"), ...own("PostSync") }, true, false, ["PostSync"]],
  ])("%j: hook %j, skipped %j, types %j", (annotations, isHook, skip, types) => {
    const hook = hookOf(manifest("Job", "a", { annotations }));
    expect({ isHook: hook.isHook, skip: hook.skip, types: [...hook.types].sort() }).toEqual({
      isHook,
      skip,
      types: [...types].sort(),
    });
  });

  it.each([
    [own("Sync"), ["BeforeHookCreation"]],
    [{ ...own("Sync"), "groundplan.dev/hook-delete-policy": "HookSucceeded" }, ["HookSucceeded"]],
    [
      { ...own("Sync"), "argocd.argoproj.io/hook-delete-policy": "HookFailed, HookSucceeded" },
      ["HookSucceeded", "HookFailed"],
    ],
    [{ ...own("Sync"), "groundplan.dev/hook-delete-policy": "Garbage" }, ["BeforeHookCreation"]],
    [{ ...own("Sync"), "groundplan.dev/hook-delete-policy": "Garbage,HookFailed" }, ["HookFailed"]],
    [{ ...helm("pre-install"), "helm.sh/hook-delete-policy": "hook-succeeded" }, ["HookSucceeded"]],
    [
      { ...helm("pre-install"), "helm.sh/hook-delete-policy": "before-hook-creation,hook-failed" },
      ["BeforeHookCreation", "HookFailed"],
    ],
    [{ "groundplan.dev/hook-delete-policy": "HookSucceeded" }, []],
  ])("%j is removed by %j", (annotations, policies) => {
    expect(hookOf(manifest("Job", "a", { annotations })).deletePolicies).toEqual(policies);
  });
});

describe("names of hooks", () => {
  const unnamed = (generateName: string): ReturnType<typeof manifest> => ({
    ...manifest("Job", ""),
    metadata: { generateName, namespace: "shop" },
  });

  it.each([
    ["migrate-", "0123456789", "PreSync", "migrate-0123456-presync-1767225600"],
    ["migrate-", "0123456789", "PostSync", "migrate-0123456-postsync-1767225600"],
    ["migrate-", "v1.2.3", "PreSync", "migrate-v1.2.3-presync-1767225600"],
    ["migrate-", "1234567", "Sync", "migrate-1234567-sync-1767225600"],
    ["migrate-", "", "Sync", "migrate-sync-1767225600"],
    ["migrate-", "v1+a", "Sync", "migrate-v1-a-sync-1767225600"],
  ] as const)("%j of revision %j in %s: %s", (generateName, revision, phase, expected) => {
    expect(hookName(unnamed(generateName), revision, phase, 1767225600)).toBe(expected);
  });

  it("keeps a name that is given, and has none for what has neither", () => {
    expect(hookName(manifest("Job", "a"), "main", "Sync", 1)).toBe("a");
    expect(hookName({ ...manifest("Job", ""), metadata: {} }, "main", "Sync", 1)).toBeUndefined();
  });

  it("fits a label", () => {
    const name = hookName(unnamed("m".repeat(58)), "0123456789", "PostSync", 1767225600);
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^m+0123456-postsync-1767225600$/);
  });
});

describe("waves", () => {
  const wave = (value: string): Record<string, string> => ({ "groundplan.dev/sync-wave": value });
  const weight = (value: string): Record<string, string> => ({ "helm.sh/hook-weight": value });
  it.each([
    [{}, 0],
    [wave("1"), 1],
    [wave("-5"), -5],
    [wave("+3"), 3],
    [wave("-0"), 0],
    [wave(""), 0],
    [wave("one"), 0],
    [wave("1.5"), 0],
    [wave("1e3"), 0],
    [wave("99999999999999999999"), 0],
    [{ "argocd.argoproj.io/sync-wave": "7" }, 7],
    [weight("4"), 4],
    [weight("x"), 0],
    [{ ...wave("2"), ...weight("4") }, 2],
    [{ ...wave("x"), ...weight("4") }, 4],
  ])("%j is in wave %j", (annotations, expected) => {
    expect(waveOf(manifest("Job", "a", { annotations }))).toBe(expected);
  });

  it("tells of a wave that is no number", () => {
    expect(faultyWave(manifest("Job", "a", { annotations: wave("one") }))).toBe("one");
    expect(faultyWave(manifest("Job", "a", { annotations: wave("1") }))).toBeUndefined();
    expect(faultyWave(manifest("Job", "a"))).toBeUndefined();
  });
});
