import { posix } from "node:path";
import type { JsonObject, JsonValue } from "../../../shared/json.js";
import { asObject, asText, namesOf, objectsOf } from "../json-parts.js";
import { cleanPath } from "./clean-path.js";
import { repeated } from "./repeated.js";
import type { Report } from "./report.js";

/** Where a task's workspace is mounted unless it says so itself. */
const WORKSPACE_FOLDER = "/workspace";

/** Rules for the workspaces of a task spec, and for the steps and sidecars that use them. */
export function judgeTaskWorkspaces(taskSpec: JsonObject, report: Report): void {
  const mounted = new Set(
    [...objectsOf(taskSpec.steps), asObject(taskSpec.stepTemplate)]
      .flatMap(({ volumeMounts }) => objectsOf(volumeMounts))
      .map(({ mountPath }) => cleanPath(asText(mountPath))),
  );
  const workspaces = objectsOf(taskSpec.workspaces);
  const names = namesOf(taskSpec.workspaces);
  for (const index of repeated(names))
    report.add(["workspaces", index, "name"], `is declared twice: "${names[index] ?? ""}"`);
  workspaces.forEach((workspace, index) => {
    const own = asText(workspace.mountPath);
    const path = cleanPath(own === "" ? posix.join(WORKSPACE_FOLDER, asText(workspace.name)) : own);
    if (mounted.has(path)) {
      report.add(
        ["workspaces", index, own === "" ? "name" : "mountPath"],
        `is mounted at ${path}, where something else is mounted, too`,
      );
    }
    mounted.add(path);
  });
  for (const section of ["steps", "sidecars"] as const) {
    objectsOf(taskSpec[section]).forEach((container, at) => {
      namesOf(container.workspaces).forEach((name, index) => {
        if (names.includes(name)) return;
        report.add([section, at, "workspaces", index, "name"], `is no workspace of the task: "${name}"`);
      });
    });
  }
}

/** Rules for the workspaces that a pipeline declares. */
export function judgePipelineWorkspaces(workspaces: JsonValue | undefined, report: Report): void {
  const names = namesOf(workspaces);
  names.forEach((name, index) => {
    if (name === "") report.add([index, "name"], "is missing");
  });
  for (const index of repeated(names))
    report.add([index, "name"], `is declared twice: "${names[index] ?? ""}"`);
}

/** Rules for the workspaces that a pipeline hands to one of its tasks. */
export function judgeHandedWorkspaces(task: JsonObject, declared: readonly string[], report: Report): void {
  const names = namesOf(task.workspaces);
  for (const index of repeated(names)) report.add([index, "name"], `is given twice: "${names[index] ?? ""}"`);
  objectsOf(task.workspaces).forEach((workspace, index) => {
    const source = asText(workspace.workspace);
    const wanted = source === "" ? asText(workspace.name) : source;
    if (declared.includes(wanted)) return;
    report.add([index, source === "" ? "name" : "workspace"], `is no workspace of the pipeline: "${wanted}"`);
  });
}

const SOURCES = [
  "volumeClaimTemplate",
  "persistentVolumeClaim",
  "emptyDir",
  "configMap",
  "secret",
  "projected",
  "csi",
];
/** What a source cannot be without. */
const NEEDED: Readonly<Record<string, string>> = {
  persistentVolumeClaim: "claimName",
  configMap: "name",
  secret: "secretName",
  projected: "sources",
  csi: "driver",
};

/** Rules for what a run binds its workspaces to. */
export function judgeBindings(bindings: JsonValue | undefined, report: Report): void {
  const names = namesOf(bindings);
  for (const index of repeated(names)) report.add([index, "name"], `is bound twice: "${names[index] ?? ""}"`);
  objectsOf(bindings).forEach((binding, index) => {
    const [source, ...others] = SOURCES.filter((name) => binding[name] !== undefined);
    if (source === undefined) report.add([index], `is bound to nothing: give one of ${SOURCES.join(", ")}`);
    else if (others.length > 0)
      report.add([index], `is bound to ${[source, ...others].join(" and ")}: give one of them`);
    else {
      const needed = NEEDED[source];
      if (needed !== undefined && asObject(binding[source])[needed] === undefined) {
        report.add([index, source, needed], "is missing");
      }
    }
  });
}
