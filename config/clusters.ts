import { z } from "zod";
import { isObject } from "../model/shared/json.js";
import { clusterSecrets, clusterSettings, type ClusterSettings } from "../model/shared/targets/cluster.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import { setCommand } from "./commands.js";
import { valueAt } from "./value-at.js";
import type { Section } from "./section.js";
import { missingFile } from "./target-files.js";
import { targetName } from "./target-names.js";

/** Clusters by name. */
export type Clusters = Readonly<Record<string, ClusterSettings>>;

/** `groundplan:clusters`: Kubernetes clusters, each with a kubeconfig in a file or in the secrets. */
export const clusters: Section<Clusters, Clusters> = {
  key: "clusters",
  schema: z.record(targetName, clusterSettings),
  secrets: z.record(targetName, clusterSecrets),
  sort: "targets",
  finish: (parsed, context) => ({
    settings: parsed,
    problems: Object.entries(parsed).flatMap(([name, { kubeconfig }]) => {
      const path = ["clusters", name, "kubeconfig"];
      const secret =
        isObject(valueAt(context.secrets, [name])) && valueAt(context.secrets, [name, "kubeconfig"]);
      if (kubeconfig !== undefined) return missingFile(path, kubeconfig, context);
      if (context.secretsSealed || typeof secret === "string") return [];
      const reason = `cluster "${name}" has no kubeconfig: name its file here, or set its text as a secret`;
      return [
        { path: formatPropertyPath(path), reason, fix: setCommand(formatPropertyPath(path), "'<file>'") },
      ];
    }),
  }),
};
