/** What templates may know about the workspace. */
export interface BuildFacts {
  readonly name: string;
  /** The destination's namespace. */
  readonly namespace: string;
  /** The commit, or whatever stands for it; empty when there is none. */
  readonly revision: string;
  readonly repoURL: string;
  readonly path: string;
  readonly targetRevision: string;
}

/** Build variables by name. */
export type BuildEnvironment = ReadonlyMap<string, string>;

/**
 * The build variables: `WORKSPACE_NAME`, `WORKSPACE_SOURCE_PATH` and so on, and the same with `ARGOCD_APP_` in
 * front, so that repositories written for Argo CD work unchanged.
 */
export function buildEnvironment(facts: BuildFacts): BuildEnvironment {
  const values = {
    NAME: facts.name,
    NAMESPACE: facts.namespace,
    PROJECT_NAME: "default",
    REVISION: facts.revision,
    REVISION_SHORT: facts.revision.slice(0, 7),
    REVISION_SHORT_8: facts.revision.slice(0, 8),
    SOURCE_REPO_URL: facts.repoURL,
    SOURCE_PATH: facts.path,
    SOURCE_TARGET_REVISION: facts.targetRevision,
  };
  return new Map(
    Object.entries(values).flatMap(([name, value]) => [
      [`WORKSPACE_${name}`, value] as const,
      [`ARGOCD_APP_${name}`, value] as const,
    ]),
  );
}

/** Replaces `$NAME` and `${NAME}` by build variables. `$$` is a dollar sign; what is no build variable is empty. */
export function substitute(text: string, environment: BuildEnvironment): string {
  return text.replaceAll(
    /\$(?:\$|\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*|[*#@!?0-9-]))/g,
    (matched, braced?: string, plain?: string) => {
      if (matched === "$$") return "$";
      return environment.get(braced ?? plain ?? "") ?? "";
    },
  );
}
