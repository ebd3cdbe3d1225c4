import type { Problem } from "../../model/shared/problem.js";
import type { TemplateJob } from "../../model/workspace/render/template-tool.js";
import type { PrivateCopy } from "./private-copy.js";

/** What a tool says on stderr, as a problem: in its own words, with paths as they are in the repository. */
export function complaintOf(stderr: string, tool: string, job: TemplateJob, copy: PrivateCopy): Problem {
  const words = stderr
    .replaceAll(`${copy.repository}/`, "")
    .replaceAll(`${copy.top}/`, "")
    .split("\n")
    .filter((line) => !/^(WARNING|# Warning|walk\.go|coalesce\.go|level=)/.test(line) && line.trim() !== "")
    .join("\n")
    .replace(/^Error: /, "")
    .replace(/\n\nUse --debug flag.*$/s, "")
    .replace(/\nUse --debug flag.*$/s, "")
    .trim();
  return {
    path: job.folder === "" ? "." : job.folder,
    reason: `${tool}: ${words === "" ? "it failed" : words}`,
  };
}
