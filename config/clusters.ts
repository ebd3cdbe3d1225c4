import type { Problem } from "../model/shared/problem.js";
import { clusterSecrets, clusterSettings, type ClusterSettings } from "../model/shared/targets/cluster.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import { setCommand } from "./commands.js";
import { missingFile } from "./target-files.js";
import { targetSection } from "./target-section.js";
import { valueAt } from "./value-at.js";

/** Clusters by name. */
export type Clusters = Readonly<Record<string, ClusterSettings>>;

/** `groundplan:clusters`: Kubernetes clusters, each with a kubeconfig in a file or in the secrets. */
export const clusters = targetSection({
  key: "clusters",
  settings: clusterSettings,
  secrets: clusterSecrets,
  problemsOf: (name, { kubeconfig }, context) => {
    const path = ["clusters", name, "kubeconfig"];
    if (kubeconfig !== undefined) {
      const missing = missingFile(path, kubeconfig, context);
      return context.offlineClusters.has(name) ? missing.map(asWarning) : missing;
    }
    const hasSecret = typeof valueAt(context.secrets, [name, "kubeconfig"]) === "string";
    if (context.secretsSealed || hasSecret) return [];
    const reason = `cluster "${name}" has no kubeconfig: name its file here, or set its text as a secret`;
    const where = formatPropertyPath(path);
    return [{ path: where, reason, fix: setCommand(where, "'<file>'") }];
  },
});

function asWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning" };
}
