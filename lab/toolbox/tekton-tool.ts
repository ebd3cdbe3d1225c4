import type { ModuleFiles, ToolRow } from "./rows.js";

/** The release of Tekton Pipelines that a lab runs. */
export const TEKTON_VERSION = "1.15.0";

const MODULE = "github.com/tektoncd/pipeline";

/** What a cluster needs before the controller: definitions, settings, and roles that ordinary users get. */
export const TEKTON_OBJECTS: ModuleFiles = {
  module: MODULE,
  from: "config",
  pattern: /^(300-crds\/.*|config-[^/]*|clusterrole-aggregate-[^/]*)\.yaml$/,
  to: "objects",
};

/**
 * The row of one program out of Tekton Pipelines. Nobody offers these ready-made: releases are images only.
 * @param command Folder below `cmd` in the module.
 */
export function tektonTool(command: string, coldSeconds: number, files?: ModuleFiles): ToolRow {
  return {
    version: TEKTON_VERSION,
    goBuild: {
      folder: "tekton",
      package: `${MODULE}/cmd/${command}`,
      coldSeconds,
      ...(files !== undefined && { files }),
    },
  };
}
