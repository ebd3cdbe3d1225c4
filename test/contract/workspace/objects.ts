import type { KubeObject } from "../../../clients/kubernetes/types.js";

type Annotations = Readonly<Record<string, string>>;

/** A ConfigMap in namespace `shop`. */
export function configMap(
  name: string,
  data: Readonly<Record<string, string>> = {},
  annotations: Annotations = {},
): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: metadata(name, annotations), data: { ...data } };
}

export function secret(name: string, password: string): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: metadata(name, {}), stringData: { password } };
}

export function deployment(name: string, replicas: number, annotations: Annotations = {}): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata(name, annotations),
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "web:1" }] } },
    },
  };
}

/** A Job that runs as a hook of a phase. */
export function hook(name: string, phase: string, annotations: Annotations = {}): KubeObject {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: metadata(name, { "groundplan.dev/hook": phase, ...annotations }),
    spec: {
      template: { spec: { containers: [{ name: "main", image: "migrate:1" }], restartPolicy: "Never" } },
    },
  };
}

export const wave = (number: number): Annotations => ({ "groundplan.dev/sync-wave": String(number) });

function metadata(name: string, annotations: Annotations): KubeObject["metadata"] {
  return {
    name,
    namespace: "shop",
    ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
  };
}
