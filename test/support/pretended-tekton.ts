import type { FakeKubernetes } from "../../clients/kubernetes/fake/client.js";
import type { KubeObject } from "../../clients/kubernetes/types.js";
import { isObject } from "../../model/shared/json.js";

/** How a run goes. */
export type RunScript =
  /** Ends well. Results that are not told are `<name> of <instance>`; `null` leaves one out. */
  | {
      readonly ends: "well";
      readonly results?: Readonly<Record<string, string | null>>;
      readonly log?: string;
    }
  /** A step ends with this code. */
  | {
      readonly ends: "badly";
      readonly exitCode?: number;
      readonly reason?: string;
      readonly message?: string;
      readonly log?: string;
    }
  /** Never ends by itself. */
  | { readonly ends: "never" };

/** What a script is told of a run. */
export interface ScriptedRun {
  readonly name: string;
  readonly artifact: string;
  readonly instance: string;
  readonly phase: string;
  readonly attempt: number;
  readonly object: KubeObject;
}

type Fields = Record<string, unknown>;

const TEKTON = { group: "tekton.dev", version: "v1" } as const;

/**
 * Tekton's controller and its pods as far as clients see them, on the in-memory cluster: takes each PipelineRun, makes
 * its TaskRuns and pods with logs, and brings it to the end that a script says. It works between the requests of
 * others, as itself: nothing that it does counts as a request or meets a fault.
 */
export class PretendedTekton {
  /** How the runs go. Default: well. */
  script: (run: ScriptedRun) => RunScript = () => ({ ends: "well" });
  /** Called before a run begins, so that a test decides when. Default: at once. */
  gate: (run: ScriptedRun) => Promise<void> = () => Promise.resolve();
  /** Called while a run is under way, before it ends, so that a test sees it running. Default: a moment. */
  work: (run: ScriptedRun) => Promise<void> = soon;
  /** Names of the runs that began, in order. */
  readonly began: string[] = [];
  /** Most runs that were under way at the same time. */
  atOnce = 0;
  #running = 0;

  constructor(private readonly cluster: FakeKubernetes) {
    cluster.serve({ ...TEKTON, kind: "PipelineRun" });
    cluster.serve({ ...TEKTON, kind: "TaskRun" });
    cluster.inject((request, moment) => {
      const { verb, kind, name } = request;
      if (moment === "after" && verb === "create" && kind === "PipelineRun" && name !== undefined) {
        setImmediate(() => void this.#carryOut(name, request.namespace ?? ""));
      }
      return undefined;
    });
  }

  /** Somebody removes a run, finalizers or not; what it has made goes with it. */
  prune(name: string, namespace: string): void {
    this.cluster.vanish({ apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace, name });
    for (const { apiVersion, kind, metadata } of this.cluster.objects()) {
      if (metadata.labels?.["tekton.dev/pipelineRun"] !== name) continue;
      this.cluster.vanish({ apiVersion, kind, namespace, name: metadata.name ?? "" });
    }
  }

  async #carryOut(name: string, namespace: string): Promise<void> {
    const run = this.#find(name, namespace);
    if (run === undefined) return;
    const about = scripted(run);
    this.#running += 1;
    this.atOnce = Math.max(this.atOnce, this.#running);
    try {
      await this.gate(about);
      if (this.#find(name, namespace)?.metadata.uid !== run.metadata.uid) return;
      this.began.push(name);
      this.#begin(run);
      await this.work(about);
      this.#end(name, namespace, this.script(about));
    } finally {
      this.#running -= 1;
    }
  }

  #begin(run: KubeObject): void {
    this.#status(run, {
      startTime: "2026-01-01T00:00:00Z",
      conditions: [condition("Unknown", "Running", "Tasks Completed: 0, Incomplete: 1")],
    });
    const task = firstTask(run);
    const taskRun = this.#dependent(run, "tekton.dev/v1", "TaskRun", `${nameOf(run)}-${task.name}`, {
      "tekton.dev/pipelineTask": task.name,
    });
    const pod = `${nameOf(run)}-${task.name}-pod`;
    this.cluster.seed({
      ...taskRun,
      status: {
        podName: pod,
        startTime: "2026-01-01T00:00:00Z",
        conditions: [condition("Unknown", "Running", "Not all Steps in the Task have finished executing")],
        steps: [
          { name: task.step, container: `step-${task.step}`, running: { startedAt: "2026-01-01T00:00:00Z" } },
        ],
      },
    });
    this.cluster.seed({
      ...this.#dependent(run, "v1", "Pod", pod, { "tekton.dev/pipelineTask": task.name }),
      spec: { containers: [{ name: `step-${task.step}` }] },
      status: { phase: "Running" },
    });
  }

  #end(name: string, namespace: string, script: RunScript): void {
    const run = this.#find(name, namespace);
    if (run === undefined || script.ends === "never") return;
    const task = firstTask(run);
    const taskRun = this.cluster.peek({
      apiVersion: "tekton.dev/v1",
      kind: "TaskRun",
      namespace,
      name: `${name}-${task.name}`,
    });
    const failed = script.ends === "badly";
    const exitCode = failed ? (script.exitCode ?? 1) : 0;
    const reason = failed ? (script.reason ?? "StepFailed") : "Succeeded";
    const message = failed
      ? (script.message ?? `"step-${task.step}" exited with code ${exitCode}`)
      : "Tasks Completed: 1 (Failed: 0, Cancelled 0), Skipped: 0";
    this.cluster.setLogs({ namespace, name: `${name}-${task.name}-pod` }, script.log ?? "");
    if (taskRun !== undefined) {
      const status = isObject(taskRun["status"]) ? taskRun["status"] : {};
      this.#status(taskRun, {
        ...status,
        completionTime: "2026-01-01T00:00:01Z",
        conditions: [condition(failed ? "False" : "True", reason, message)],
        steps: [
          {
            name: task.step,
            container: `step-${task.step}`,
            terminated: { exitCode, reason: failed ? "Error" : "Completed" },
          },
        ],
      });
    }
    this.#status(run, {
      startTime: "2026-01-01T00:00:00Z",
      completionTime: "2026-01-01T00:00:01Z",
      conditions: [
        failed
          ? condition("False", "Failed", "Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 0")
          : condition("True", "Succeeded", message),
      ],
      ...(script.ends === "well" ? { results: resultsOf(run, script.results ?? {}) } : {}),
    });
  }

  #dependent(
    run: KubeObject,
    apiVersion: string,
    kind: string,
    name: string,
    labels: Record<string, string>,
  ): KubeObject {
    return {
      apiVersion,
      kind,
      metadata: {
        name,
        namespace: run.metadata.namespace ?? "",
        labels: { ...run.metadata.labels, "tekton.dev/pipelineRun": nameOf(run), ...labels },
        ownerReferences: [
          { apiVersion: run.apiVersion, kind: run.kind, name: nameOf(run), uid: run.metadata.uid ?? "" },
        ],
      },
    };
  }

  #status(object: KubeObject, status: Fields): void {
    const { namespace = "" } = object.metadata;
    const ref = { apiVersion: object.apiVersion, kind: object.kind, namespace, name: nameOf(object) };
    const now = this.cluster.peek(ref);
    if (now !== undefined) this.cluster.seed({ ...now, status });
  }

  #find(name: string, namespace: string): KubeObject | undefined {
    return this.cluster.peek({ apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace, name });
  }
}

function scripted(run: KubeObject): ScriptedRun {
  const { labels = {}, annotations = {} } = run.metadata;
  return {
    name: nameOf(run),
    artifact: labels["groundplan.dev/artifact"] ?? "",
    instance: labels["groundplan.dev/instance"] ?? "",
    phase: labels["groundplan.dev/phase"] ?? "",
    attempt: Number(annotations["groundplan.dev/attempt"] ?? 0),
    object: run,
  };
}

function resultsOf(run: KubeObject, told: Readonly<Record<string, string | null>>): Fields[] {
  const instance = run.metadata.labels?.["groundplan.dev/instance"] ?? "";
  return listOf(pipelineSpecOf(run)["results"]).flatMap(({ name }) => {
    const value = told[String(name)];
    return value === null ? [] : [{ name, value: value ?? `${String(name)} of ${instance}` }];
  });
}

function firstTask(run: KubeObject): { readonly name: string; readonly step: string } {
  const [task = {}] = listOf(pipelineSpecOf(run)["tasks"]);
  const [step = {}] = listOf(isObject(task["taskSpec"]) ? task["taskSpec"]["steps"] : []);
  return { name: textOf(task["name"], "task"), step: textOf(step["name"], "unnamed-0") };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function pipelineSpecOf(run: KubeObject): Fields {
  const spec = isObject(run["spec"]) ? run["spec"] : {};
  return isObject(spec["pipelineSpec"]) ? spec["pipelineSpec"] : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function condition(status: string, reason: string, message: string): Fields {
  return { type: "Succeeded", status, reason, message };
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name ?? "";
}

function soon(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
