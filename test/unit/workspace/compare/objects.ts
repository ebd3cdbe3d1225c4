import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";

/** Any object of a kind, named "a" in namespace "ns". */
export function object(apiVersion: string, kind: string, fields: Record<string, unknown> = {}): KubeObject {
  const { metadata, ...rest } = fields;
  return { apiVersion, kind, metadata: { name: "a", namespace: "ns", ...(metadata as object) }, ...rest };
}

/** A custom object, of which nothing but the live object tells the shape. */
export function custom(spec: unknown, metadata: object = {}): KubeObject {
  return object("example.com/v1", "Widget", { metadata, spec });
}

export function configMap(data: unknown, metadata: object = {}): KubeObject {
  return object("v1", "ConfigMap", { data, metadata });
}

export function secret(fields: Record<string, unknown>): KubeObject {
  return object("v1", "Secret", fields);
}

/** A Deployment with one container "web", with fields of the container and of the pod's spec. */
export function deployment(container: object = {}, pod: object = {}, spec: object = {}): KubeObject {
  const containers = [{ name: "web", image: "web:1", ...container }];
  return object("apps/v1", "Deployment", {
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers, ...pod } },
      ...spec,
    },
  });
}

/** The same object as it would be live, with what its managers own. */
export function managed(live: KubeObject, managers: Readonly<Record<string, object>>): KubeObject {
  const managedFields = Object.entries(managers).map(([manager, fieldsV1]) => ({
    manager,
    operation: "Apply",
    apiVersion: live.apiVersion,
    fieldsType: "FieldsV1",
    fieldsV1,
  }));
  return { ...live, metadata: { ...live.metadata, managedFields } };
}

/** The same object with the manifest that client-side apply recorded. */
export function lastApplied(live: KubeObject, manifest: unknown): KubeObject {
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  const annotations = {
    ...live.metadata.annotations,
    "kubectl.kubernetes.io/last-applied-configuration": text,
  };
  return { ...live, metadata: { ...live.metadata, annotations } };
}
