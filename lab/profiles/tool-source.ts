import type { Report } from "../report.js";
import { debianRoot, tool } from "../toolbox/index.js";
import type { ToolSource } from "./lab.js";

/** The lab's toolbox as profiles use it; what has to be made is shown by the report. */
export function toolboxSource(report: Report): ToolSource {
  return { tool: (name) => tool(name, report), debianRoot: (bundle) => debianRoot(bundle, report) };
}
