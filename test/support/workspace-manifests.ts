import { stringify } from "yaml";
import type { KubeObject } from "../../clients/kubernetes/types.js";
import { REGISTRY_HOST } from "../../lab/profiles/index.js";

/** What workspaces read from a manifest's annotations, by its name without the prefix. */
export type WorkspaceAnnotations = Readonly<
  Partial<Record<"hook" | "hook-delete-policy" | "sync-wave" | "sync-options" | "ignore-healthcheck", string>>
>;

const GROUPS: Readonly<Record<string, string>> = {
  CronJob: "batch/v1",
  CustomResourceDefinition: "apiextensions.k8s.io/v1",
  ClusterRole: "rbac.authorization.k8s.io/v1",
  ClusterRoleBinding: "rbac.authorization.k8s.io/v1",
  Deployment: "apps/v1",
  Job: "batch/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  StatefulSet: "apps/v1",
};

/** An object without a namespace, so that it goes to the destination's. */
export function manifest(
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  annotations: WorkspaceAnnotations = {},
): KubeObject {
  const prefixed = Object.entries(annotations).map(([key, value]) => [`groundplan.dev/${key}`, value]);
  return {
    apiVersion: GROUPS[kind] ?? "v1",
    kind,
    metadata: {
      name,
      ...(prefixed.length === 0
        ? {}
        : { annotations: Object.fromEntries(prefixed) as Record<string, string> }),
    },
    ...fields,
  };
}

export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = {},
  annotations: WorkspaceAnnotations = {},
): KubeObject {
  return manifest("ConfigMap", name, { data }, annotations);
}

/** Labels by which a workload finds its pods. */
export function appLabels(app: string): { readonly app: string } {
  return { app };
}

/** A template of pods that run a shell command in the lab's small image and end at once when told to. */
export function podTemplate(
  app: string,
  command: string,
  more: Readonly<Record<string, unknown>> = {},
  container: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    metadata: { labels: appLabels(app) },
    spec: {
      terminationGracePeriodSeconds: 0,
      ...more,
      containers: [
        {
          name: "main",
          image: `${REGISTRY_HOST}/lab/busybox:1`,
          command: ["sh", "-c", command],
          ...container,
        },
      ],
    },
  };
}

/** A Job of one try. */
export function job(
  name: string,
  command: string,
  annotations: WorkspaceAnnotations = {},
  more: Readonly<Record<string, unknown>> = {},
): KubeObject {
  const template = podTemplate(name, command, { restartPolicy: "Never" });
  return manifest("Job", name, { spec: { backoffLimit: 0, ...more, template } }, annotations);
}

/** A definition of a namespaced kind of `<plural>.<group>`, that takes any `spec`. */
export function definition(group: string, kind: string, annotations: WorkspaceAnnotations = {}): KubeObject {
  const singular = kind.toLowerCase();
  const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return manifest(
    "CustomResourceDefinition",
    `${singular}s.${group}`,
    {
      spec: {
        group,
        names: { kind, singular, plural: `${singular}s`, listKind: `${kind}List` },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", properties: { spec: anything } } },
          },
        ],
      },
    },
    annotations,
  );
}

/** A file of manifests. */
export function yaml(...objects: readonly KubeObject[]): string {
  return objects.map((object) => stringify(object)).join("---\n");
}
