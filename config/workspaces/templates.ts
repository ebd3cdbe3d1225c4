import type { Problem } from "../../model/shared/problem.js";
import { setCommand } from "../commands.js";
import type { Repositories } from "../repositories.js";
import type { WorkspaceSettings } from "./settings.js";

/** Workspaces that name a template of credentials where a repository belongs. */
export function templateProblems(
  workspaces: readonly WorkspaceSettings[],
  repositories: Repositories,
): readonly Problem[] {
  return workspaces.flatMap(({ sourcePath, repository }) => {
    if (!("name" in repository) || repositories[repository.name]?.template !== true) return [];
    const where = `${sourcePath}.repository`;
    const reason = `"${repository.name}" is a template of credentials, not a repository`;
    return [{ path: where, reason, fix: setCommand(where) }];
  });
}
