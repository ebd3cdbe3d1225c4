import type * as pulumi from "@pulumi/pulumi";
import type { ArtifactArgs, ArtifactRequestArgs } from "../../../components/index.js";
import { declared, type Declared } from "../imagehub/declared.js";

export const POOL = "pulumi-nodejs:dynamic/artifact:ArtifactPool";
export const LEASE = "pulumi-nodejs:dynamic/artifact:ArtifactLease";
export const CHECK = "pulumi-nodejs:dynamic/artifact:TektonCheck";
export const GUARD = "pulumi-nodejs:dynamic/kubernetes:ObjectGuard";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role";
export const BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";

/** What the mocked pool has: one instance with one public and one secret result. */
export const INSTANCE = "0-abcde";
const RESULTS = { endpoint: "https://x", token: "hunter2" };

/** A request whose instances have the results `endpoint` and `token`. */
export function request(
  more: Partial<ArtifactRequestArgs> = {},
  image: pulumi.Input<string> = "ubuntu",
): ArtifactRequestArgs {
  return {
    build: {
      tasks: [
        {
          name: "make",
          spec: {
            results: [{ name: "endpoint" }, { name: "token" }],
            steps: [{ name: "go", image, script: "printf x > $(results.endpoint.path)" }],
          },
        },
      ],
      results: [
        { name: "endpoint", value: "$(tasks.make.results.endpoint)" },
        { name: "token", value: "$(tasks.make.results.token)" },
      ],
    },
    clean: { tasks: [{ name: "drop", spec: { steps: [{ name: "go", image: "ubuntu", script: "true" }] } }] },
    ...more,
  };
}

/** An artifact on the cluster `lab`. */
export function artifact(more: Partial<ArtifactArgs> = {}): ArtifactArgs {
  return { cluster: "lab", request: request(), ...more };
}

/** Runs a program against mocks whose pools have one instance, which leases get. */
export async function declaredArtifacts(
  program: () => unknown,
  options: { readonly preview?: boolean; readonly config?: Record<string, string> } = {},
): Promise<Declared[]> {
  return declared(program, {
    ...options,
    outputs: {
      [POOL]: {
        phase: "Succeeded",
        specHash: "0".repeat(64),
        counts: {
          building: 0,
          clean: 1,
          borrowed: 0,
          dirty: 0,
          cleaning: 0,
          failed: 0,
          total: 2,
          target: 1,
        },
        instances: [
          { slot: 0, instance: INSTANCE, state: "clean", specHash: "0", createdAt: "2026-01-01T00:00:00Z" },
        ],
        results: { [INSTANCE]: RESULTS },
      },
      [LEASE]: { instance: INSTANCE, slot: 0, builtAt: "2026-01-01T00:00:00Z", results: RESULTS },
    },
  });
}
