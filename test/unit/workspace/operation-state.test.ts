import {
  operationState,
  withDeployment,
  type HistoryEntry,
} from "../../../model/workspace/operation-state.js";
import { parseMachineState } from "../../../model/workspace/sync/state.js";
import { hook, manifest } from "./sync/manifests.js";
import { MemoryCluster } from "./sync/memory-cluster.js";
import { Operation } from "./sync/operation.js";

const source = { repoURL: "https://example.org/shop.git" };
const request = { prune: true, syncOptions: ["PruneLast=true"], source };

describe("the state of an operation", () => {
  it("has the results in their order, hooks with their type", () => {
    const operation = Operation.sync(new MemoryCluster(), [
      manifest("Deployment", "web"),
      hook("PreSync", "migrate"),
    ]);
    operation.finish();
    expect(operationState(operation.state, request)).toEqual({
      operation: { sync: { revision: "0123456789abcdef", prune: true, syncOptions: ["PruneLast=true"] } },
      phase: "Succeeded",
      message: "successfully synced (no more tasks)",
      startedAt: "2026-01-01T00:00:00Z",
      finishedAt: "2026-01-01T00:00:00.000Z",
      syncResult: {
        revision: "0123456789abcdef",
        source,
        resources: [
          {
            group: "batch",
            version: "v1",
            kind: "Job",
            namespace: "shop",
            name: "migrate",
            status: "Synced",
            message: "completed",
            hookType: "PreSync",
            hookPhase: "Succeeded",
            syncPhase: "PreSync",
          },
          {
            group: "apps",
            version: "v1",
            kind: "Deployment",
            namespace: "shop",
            name: "web",
            status: "Synced",
            message: "created",
            hookType: "",
            hookPhase: "Succeeded",
            syncPhase: "Sync",
          },
        ],
      },
    });
  });

  it("has no end while it runs", () => {
    const operation = Operation.sync(new MemoryCluster(), [manifest("Deployment", "web")]);
    operation.step();
    const state = operationState(operation.state, request);
    expect(state.phase).toBe("Running");
    expect(state).not.toHaveProperty("finishedAt");
  });

  it("is not read from anything else", () => {
    expect(parseMachineState({ id: "x" })).toBeUndefined();
    expect(parseMachineState(null)).toBeUndefined();
  });
});

describe("the history", () => {
  const operation = Operation.sync(new MemoryCluster(), [manifest("ConfigMap", "c")]);
  const { state } = { state: operation.finish() };
  function after(deployments: number, limit: number): HistoryEntry[] {
    let history: HistoryEntry[] = [];
    for (let count = 0; count < deployments; count += 1)
      history = withDeployment(history, state, source, limit);
    return history;
  }

  it("gets an entry for each sync that succeeded", () => {
    expect(after(1, 10)).toEqual([
      {
        id: 0,
        revision: "0123456789abcdef",
        source,
        deployStartedAt: "2026-01-01T00:00:00Z",
        deployedAt: "2026-01-01T00:00:00.000Z",
      },
    ]);
  });

  it.each([
    [3, 10, [0, 1, 2]],
    [12, 10, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [3, 1, [2]],
    [3, 0, []],
  ])("after %j syncs with a limit of %j has the ids %j", (deployments, limit, ids) => {
    expect(after(deployments, limit).map(({ id }) => id)).toEqual(ids);
  });

  it("gets none for a sync that failed or still runs", () => {
    expect(withDeployment([], { ...state, phase: "Failed" }, source, 10)).toEqual([]);
    expect(withDeployment([], { ...state, phase: "Running" }, source, 10)).toEqual([]);
  });
});
