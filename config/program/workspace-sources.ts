import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { Source } from "../../model/workspace/render/source.js";
import type { StackSettings } from "../stack-settings.js";

/** What is rendered for a workspace before anything is declared. */
export interface WorkspaceSource {
  readonly name: string;
  readonly path: string;
  readonly repository: { readonly name: string } | { readonly url: string };
  readonly source: Omit<Source, "repoURL">;
  readonly namespace: string;
  /** Where charts learn what they are rendered for; left out when no cluster is to be asked. */
  readonly cluster?: string;
  readonly revisionLock?: string;
  readonly standIns: readonly { readonly text: string; readonly path: string }[];
}

/** The sources of a stack's workspaces, each with the texts in it that stand for references. */
export function workspaceSources({ workspaces, late }: StackSettings): readonly WorkspaceSource[] {
  return workspaces.map(
    ({ name, sourcePath, repository, source, namespace, cluster, preview, revisionLock }) => ({
      name,
      path: sourcePath,
      repository,
      source,
      namespace,
      // `up` asks as little as the preview does, so that it applies what was previewed.
      ...(preview === "offline" ? {} : { cluster }),
      ...(revisionLock === undefined ? {} : { revisionLock }),
      standIns: late
        .filter(({ path: [system, owner] }) => system === "workspaces" && owner === name)
        .map(({ standIn, path }) => ({ text: standIn, path: formatPropertyPath(path) })),
    }),
  );
}
