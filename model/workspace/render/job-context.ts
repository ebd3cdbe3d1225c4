import type { BuildEnvironment } from "./environment.js";
import type { FileTree } from "./file-tree.js";
import type { FoundVersions } from "./template-versions.js";

/** What a tool's job is made for. */
export interface JobContext {
  readonly tree: FileTree;
  /** Folder that is rendered, without links. */
  readonly folder: string;
  readonly environment: BuildEnvironment;
  /** The workspace's name. */
  readonly name: string;
  /** The destination's namespace; empty for none. */
  readonly namespace: string;
  /** Asks the destination's cluster for its versions; undefined when none is known. */
  readonly askCluster: (() => Promise<FoundVersions>) | undefined;
}
