import type { BuildEnvironment } from "./environment.js";
import type { FileTree } from "./file-tree.js";

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
  /** Of the destination's cluster, where it is known. */
  readonly kubeVersion?: string | undefined;
  /** `<group>/<version>` and `<group>/<version>/<kind>` of the destination's cluster, where they are known. */
  readonly apiVersions?: readonly string[] | undefined;
}
