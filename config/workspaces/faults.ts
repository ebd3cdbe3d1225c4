import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand } from "../commands.js";

type Steps = readonly (string | number)[];

/** What is wrong with one workspace, collected while its parts are checked. */
export class WorkspaceFaults {
  readonly problems: Problem[] = [];

  constructor(private readonly name: string) {}

  /** Where a field of the workspace is in the stack file. */
  at(steps: Steps): string {
    return formatPropertyPath(this.path(steps));
  }

  path(steps: Steps): Steps {
    return ["workspaces", this.name, ...steps];
  }

  /** A field has no value, or a wrong one. */
  wrong(steps: Steps, reason: string): void {
    const path = this.at(steps);
    this.problems.push({ path, reason, fix: setCommand(path) });
  }

  /** A field has to go. */
  surplus(steps: Steps, reason: string): void {
    const path = this.at(steps);
    this.problems.push({ path, reason, fix: removeCommand(path) });
  }
}
