import type { KubeObject } from "../../model/shared/kubernetes-object.js";
import type { SourceType } from "../../model/workspace/codes.js";

/** What a source renders to at one commit. */
export interface RenderedWorkSpace {
  /** Name of the workspace. */
  readonly name: string;
  /** `v1alphaWorkSpaceSource`: what was rendered. */
  readonly source: Readonly<Record<string, unknown>> & { readonly repoURL: string };
  /** Commit, 40 hex digits. */
  readonly revision: string;
  /** For people: what led to the commit, and what it is. */
  readonly resolution: string;
  readonly sourceType: SourceType;
  readonly objects: readonly KubeObject[];
  /** What should be looked at, one line each. */
  readonly warnings: readonly string[];
}
