import type { StackSettings } from "../stack-settings.js";
import type { WorkspaceSettings } from "../workspaces/settings.js";

/** How one workspace is synchronised, apart from where its objects come from. */
export type WorkspaceArguments = Omit<WorkspaceSettings, "path" | "sourcePath" | "repository" | "source">;

/** How the workspaces of a stack are synchronised. */
export function workspaceArgs({ workspaces }: StackSettings): readonly WorkspaceArguments[] {
  return workspaces.map(
    ({ path: _path, sourcePath: _sourcePath, repository: _repository, source: _source, ...sync }) => sync,
  );
}
