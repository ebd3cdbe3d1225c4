import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";

/** A PipelineRun of two tasks and a final one, with a status. */
export function run(status: object, results: readonly object[] = []): KubeObject {
  return {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name: "build-carv01-0-abcde-1", labels: { "groundplan.dev/phase": "build" } },
    spec: {
      pipelineSpec: { tasks: [{ name: "make" }, { name: "test" }], finally: [{ name: "end" }], results },
    },
    status,
  };
}

/** A `Succeeded` condition. */
export function condition(status: string, reason: string, message = ""): object {
  return { conditions: [{ type: "Succeeded", status, reason, message }] };
}

/** A status that has ended. */
export function ended(status: string, reason: string, message = ""): object {
  return { ...condition(status, reason, message), completionTime: "2026-11-21T12:01:00Z" };
}

/** The TaskRun of a task. */
export function taskRun(task: string, status: object): KubeObject {
  return {
    apiVersion: "tekton.dev/v1",
    kind: "TaskRun",
    metadata: { name: `build-carv01-0-abcde-1-${task}`, labels: { "tekton.dev/pipelineTask": task } },
    spec: {},
    status: { podName: `${task}-pod`, ...status },
  };
}

/** The pod of a task. */
export function pod(task: string, status: object): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: `${task}-pod` }, spec: {}, status };
}

/** A step that has ended. */
export function step(name: string, exitCode: number, terminationReason = ""): object {
  return {
    name,
    container: `step-${name}`,
    terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" },
    ...(terminationReason === "" ? {} : { terminationReason }),
  };
}
