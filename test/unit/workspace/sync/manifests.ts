import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  Job: "batch/v1",
  CustomResourceDefinition: "apiextensions.k8s.io/v1",
  Widget: "example.org/v1",
};
const CLUSTER_SCOPED = ["Namespace", "CustomResourceDefinition", "ClusterRole"];

/** What a test says about an object; annotation names without a slash get the prefix `groundplan.dev/`. */
export interface Traits {
  readonly wave?: number;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** An object of the namespace `shop`, or of none for cluster-scoped kinds. */
export function manifest(kind: string, name: string, traits: Traits = {}): KubeObject {
  const { wave, namespace = "shop", annotations = {}, ...fields } = traits;
  const prefixed: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotations)) {
    prefixed[key.includes("/") ? key : `groundplan.dev/${key}`] = value;
  }
  return {
    apiVersion: API_VERSIONS[kind] ?? "v1",
    kind,
    metadata: {
      name,
      ...(CLUSTER_SCOPED.includes(kind) ? {} : { namespace }),
      annotations: {
        ...prefixed,
        ...(wave === undefined ? {} : { "groundplan.dev/sync-wave": String(wave) }),
      },
    },
    ...fields,
  };
}

/** A hook Job of the namespace `shop`. */
export function hook(
  types: string,
  name: string,
  traits: Traits & { readonly policy?: string } = {},
): KubeObject {
  const { policy, annotations, ...rest } = traits;
  return manifest("Job", name, {
    ...rest,
    annotations: {
      hook: types,
      ...(policy === undefined ? {} : { "hook-delete-policy": policy }),
      ...annotations,
    },
  });
}

/** A definition of the kind `Widget`. */
export function widgetDefinition(traits: Traits = {}): KubeObject {
  return manifest("CustomResourceDefinition", "widgets.example.org", {
    ...traits,
    spec: {
      group: "example.org",
      names: { kind: "Widget" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true }],
    },
  });
}

/** The object with `sync-options`. */
export function withOptions(object: KubeObject, options: string): KubeObject {
  const annotations = { ...object.metadata.annotations, "groundplan.dev/sync-options": options };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
