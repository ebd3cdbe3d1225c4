import type { Problem } from "../model/shared/problem.js";

/** Pulumi's own key that names packages without a default provider. */
export const DISABLED_DEFAULTS = "pulumi:disable-default-providers";

/**
 * A warning when a stack leaves Kubernetes' default provider enabled: a resource without an explicit provider
 * would go to whatever cluster the user's kubeconfig names. Every provider of this project is explicit.
 *
 * @param packages The key's value: a list, or its JSON text as programs get it.
 */
export function ambientProblems(packages: unknown): readonly Problem[] {
  const names: unknown = typeof packages === "string" ? listIn(packages) : packages;
  if (Array.isArray(names) && names.some((name) => name === "kubernetes" || name === "*")) return [];
  const next = Array.isArray(names) ? names.length : 0;
  return [
    {
      path: DISABLED_DEFAULTS,
      reason:
        "does not name kubernetes, so a resource without a provider would go to the cluster of your kubeconfig",
      fix: `pulumi config set --path '${DISABLED_DEFAULTS}[${next}]' kubernetes`,
      severity: "warning",
    },
  ];
}

function listIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
