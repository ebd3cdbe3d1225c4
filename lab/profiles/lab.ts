import type { Supervisor } from "../host/supervisor.js";
import type { Report } from "../report.js";
import type { LabFolder } from "../state/folder.js";
import type { BundleName, ToolName } from "../toolbox/index.js";

/** Where profiles get what they start. */
export interface ToolSource {
  /** Absolute path of a binary that is there and suits. */
  tool(name: ToolName): Promise<string>;
  /** Folder into which the packages of a bundle are unpacked. */
  debianRoot(bundle: BundleName): Promise<string>;
}

/** One lab, as its profiles see it. */
export interface Lab {
  readonly folder: LabFolder;
  readonly report: Report;
  readonly tools: ToolSource;
  readonly supervisor: Supervisor;
}
