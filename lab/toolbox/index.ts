import type { Report } from "../report.js";
import type { BundleName } from "./bundles.js";
import { thisMachine } from "./machine.js";
import { Toolbox } from "./toolbox.js";
import type { ToolName } from "./tools.js";

export { BUNDLE_NAMES, isBundleName, type BundleName } from "./bundles.js";
export { debianEnvironment } from "./debian-environment.js";
export { TEKTON_VERSION } from "./tekton-tool.js";
export { TOOL_NAMES, isToolName, type ToolName } from "./tools.js";

const toolbox = new Toolbox(thisMachine());

/**
 * Absolute path of a tool's binary: a suitable one on PATH, else out of the cache, where it is put by an official
 * download or a build if necessary. That may take minutes, which the report shows.
 * @throws Failure that lists what was tried and what to do.
 */
export function tool(name: ToolName, report: Report): Promise<string> {
  return toolbox.tool(name, report);
}

/**
 * Folder into which the packages of a bundle, and the libraries that this machine lacks, are unpacked. Run its
 * programs with `debianEnvironment`.
 * @throws Failure without apt-get and dpkg, or when a package cannot be fetched.
 */
export function debianRoot(bundle: BundleName, report: Report): Promise<string> {
  return toolbox.debianRoot(bundle, report);
}

/**
 * Removes the compiler's caches (about 10 GB) unless `GROUNDPLAN_KEEP_COMPILER_CACHE` is set or another build
 * runs, which will then do it. Called when a run has all the tools it wants, since builds share these caches.
 */
export function releaseCompilerCaches(report: Report): Promise<void> {
  return toolbox.releaseCompilerCaches(report);
}
