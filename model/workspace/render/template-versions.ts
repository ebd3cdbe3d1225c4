import type { Problem } from "../../shared/problem.js";

/** What the destination's cluster serves, as templates see it in `.Capabilities`. */
export interface ClusterVersions {
  /** `1.36.3`, without what vendors append. */
  readonly kubeVersion: string;
  /** `<group>/<version>` and `<group>/<version>/<kind>`, sorted, so that the same cluster gives the same text. */
  readonly apiVersions: readonly string[];
}

/** The versions of a cluster, or why they are not known. */
export type FoundVersions =
  { readonly versions: ClusterVersions } | { readonly versions: undefined; readonly reason: string };

/** What a chart is rendered for. */
export interface TemplateVersions {
  /** Undefined: Helm's own default. */
  readonly kubeVersion: string | undefined;
  /** Besides those that Helm knows itself. */
  readonly apiVersions: readonly string[];
  readonly warnings: readonly Problem[];
}

/**
 * The versions that a chart is rendered for: those of its settings, and where they leave one open the cluster's. The
 * cluster is asked only then. One that does not tell is a warning, and Helm's defaults count.
 *
 * @param system Where the settings are, for the warning.
 * @param ask Asks the cluster; undefined when there is none, and nothing is to be said about it.
 */
export async function templateVersions(
  settings: { readonly kubeVersion?: string; readonly apiVersions?: readonly string[] },
  system: "helm" | "kustomize",
  ask: (() => Promise<FoundVersions>) | undefined,
): Promise<TemplateVersions> {
  const { kubeVersion, apiVersions } = settings;
  const open = [
    ...(kubeVersion === undefined ? [`${system}.kubeVersion`] : []),
    ...(apiVersions === undefined ? [`${system}.apiVersions`] : []),
  ];
  const asked = open.length === 0 ? undefined : await ask?.();
  const known = asked?.versions;
  return {
    kubeVersion: kubeVersion ?? known?.kubeVersion,
    apiVersions: apiVersions ?? known?.apiVersions ?? [],
    warnings: asked !== undefined && asked.versions === undefined ? [defaultsCount(open, asked.reason)] : [],
  };
}

function defaultsCount(open: readonly string[], reason: string): Problem {
  return {
    path: open.join(", "),
    reason: `Helm's own default counts, since ${reason}; the chart may render otherwise for the cluster`,
    fix: `set ${open.join(" and ")}`,
    severity: "warning",
  };
}
