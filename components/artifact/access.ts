import { ARTIFACT_ANNOTATIONS } from "../../model/artifact/names.js";
import { stackTeam } from "./team.js";

/** Who may use something, besides its owner. */
export interface AccessArgs {
  /** Team that owns it. @default `<project>/<stack>` */
  readonly owner?: string;
  /** Teams, by name or glob, that may use it. @default the owner only */
  readonly whitelist?: readonly string[];
}

/** The annotations that say so. */
export function accessAnnotations({
  owner = stackTeam(),
  whitelist = [],
}: AccessArgs): Record<string, string> {
  return {
    [ARTIFACT_ANNOTATIONS.team]: owner,
    [ARTIFACT_ANNOTATIONS.whitelist]: JSON.stringify(whitelist),
  };
}
