import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand } from "../commands.js";
import { suggestion } from "../../model/shared/did-you-mean.js";
import { orderByDependencies } from "../references/order.js";
import type { WorkspaceSettings } from "./settings.js";

/** Faults in which workspaces come before which: unknown ones, circles, and health that nobody waits for. */
export function dependencyProblems(workspaces: readonly WorkspaceSettings[]): readonly Problem[] {
  const byName = new Map(workspaces.map((workspace) => [workspace.name, workspace]));
  const problems = workspaces.flatMap(({ name, dependsOn }) =>
    dependsOn.flatMap(({ workspace, health }, index): Problem[] => {
      const path = formatPropertyPath(["workspaces", name, "dependsOn", index]);
      const other = byName.get(workspace);
      if (other === undefined) {
        const reason = `there is no workspace "${workspace}"${suggestion(workspace, [...byName.keys()])}`;
        return [{ path, reason, fix: setCommand(path) }];
      }
      if (!health || other.waitForHealth) return [];
      const waits = formatPropertyPath(["workspaces", workspace, "waitForHealth"]);
      const reason = `waits for the health of "${workspace}", which does not wait for it itself`;
      return [{ path, reason, fix: removeCommand(waits) }];
    }),
  );
  return [...problems, ...circle(workspaces)];
}

function circle(workspaces: readonly WorkspaceSettings[]): readonly Problem[] {
  const edges = new Map(
    workspaces.map(({ name, dependsOn }) => [name, dependsOn.map(({ workspace }) => workspace)]),
  );
  const ordered = orderByDependencies(edges);
  if (ordered.ok) return [];
  const path = formatPropertyPath(["workspaces", ordered.cycle[0] ?? "", "dependsOn"]);
  return [{ path, reason: `goes in a circle: ${ordered.cycle.join(" → ")}`, fix: removeCommand(path) }];
}
