import type { Source } from "../../model/workspace/render/source.js";
import type { NamespaceMetadata, OwnFields } from "./schema.js";

/** One workspace of a stack file, checked. */
export interface WorkspaceSettings extends OwnFields {
  /** Its id. */
  readonly name: string;
  /** Where it is declared, for faults that show later: `workspaces.shop`. */
  readonly path: string;
  /** Where the fields of its source are: the same, or `workspaces.shop.source`. */
  readonly sourcePath: string;
  /** A repository of the stack by its name, or any by its address. */
  readonly repository: { readonly name: string } | { readonly url: string };
  /** Path, revision, and how it is rendered. */
  readonly source: Omit<Source, "repoURL">;
  readonly cluster: string;
  /** Empty: none. */
  readonly namespace: string;
  readonly syncOptions: readonly string[];
  /** Default: none. */
  readonly namespaceMetadata?: NamespaceMetadata;
  readonly dependsOn: readonly Dependency[];
}

/** A workspace that comes before another. */
export interface Dependency {
  readonly workspace: string;
  /** Whether it has to be healthy. */
  readonly health: boolean;
}
