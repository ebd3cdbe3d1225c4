import type { Problem } from "../../../../model/shared/problem.js";
import type { CheckedStack } from "../../../../config/stack-settings.js";
import { check, filesOf } from "../support.js";

export const CLUSTERS = { lab: { kubeconfig: "kube" } };

/** A request whose instances have one result. */
export function request(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    build: {
      tasks: [
        {
          name: "make",
          spec: {
            results: [{ name: "endpoint" }],
            steps: [{ name: "go", image: "ubuntu", script: "printf x > $(results.endpoint.path)" }],
          },
        },
      ],
      results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
    },
    clean: { tasks: [{ name: "drop", spec: { steps: [{ name: "go", image: "ubuntu", script: "true" }] } }] },
    ...more,
  };
}

/** A pool on the cluster `lab`. */
export function pool(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { cluster: "lab", request: request(), ...more };
}

/** Checks a stack file with these artifacts. */
export function checkArtifacts(
  artifacts: Record<string, unknown>,
  { files = {}, ...more }: { files?: Record<string, string> } & Record<string, unknown> = {},
): CheckedStack {
  return check({ clusters: CLUSTERS, artifacts, ...more }, filesOf(files));
}

/** Where the faults are. */
export function pathsOf({ problems }: { readonly problems: readonly Problem[] }): readonly string[] {
  return problems.map(({ path }) => path);
}
