import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import type { Site } from "../site.js";
import { RUN_LABEL } from "./run-feed.js";

/** Characters of a line that are kept. */
const LONGEST_LINE = 2_000;
/** Characters of a log that are kept; a Secret holds a mebibyte. */
const LONGEST_TAIL = 100_000;
const POD = { group: "", version: "v1", kind: "Pod" } as const;

/**
 * The last lines of a container's log, without what is known to be secret. Empty when there is none: a container that
 * never ran has no log, and a pod may be gone.
 */
export async function logTail(
  site: Site,
  pod: string,
  container: string | undefined,
  lines: number,
): Promise<string[]> {
  if (lines === 0) return [];
  try {
    const text = await site.client.logs(
      { namespace: site.namespace, name: pod },
      { tailLines: lines, ...(container === undefined ? {} : { container }) },
    );
    return lastLines(site.redactor.clean(text), lines);
  } catch (error) {
    if (isKubeError(error)) return [];
    throw error;
  }
}

/** The ledger holds them, so that neither one line nor all of them may be too long. */
function lastLines(text: string, most: number): string[] {
  const lines = text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-most)
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  let room = LONGEST_TAIL;
  const first = lines.findLastIndex((line) => (room -= line.length) < 0);
  return lines.slice(first + 1);
}

/** Tells how the logs of all steps of a run end. */
export async function tellLogs(site: Site, run: KubeObject, instance: string, lines: number): Promise<void> {
  const labelSelector = `${RUN_LABEL}=${run.metadata.name ?? ""}`;
  const { items } = await site.client.list(POD, { namespace: site.namespace, labelSelector });
  for (const pod of items) {
    const task = pod.metadata.labels?.["tekton.dev/pipelineTask"] ?? pod.metadata.name ?? "";
    for (const container of stepsIn(pod)) {
      const tail = await logTail(site, pod.metadata.name ?? "", container, lines);
      if (tail.length === 0) continue;
      const text = tail.map((line) => `\n    | ${line}`).join("");
      site.info(`[${site.artifact}/${instance}] ${task}: step ${container.replace(/^step-/, "")}${text}`);
    }
  }
}

function stepsIn(pod: KubeObject): string[] {
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const containers = Array.isArray(spec["containers"]) ? spec["containers"].filter(isObject) : [];
  return containers.flatMap(({ name }) =>
    typeof name === "string" && name.startsWith("step-") ? [name] : [],
  );
}
