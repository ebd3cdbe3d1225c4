import type { KubeObject } from "../../../clients/kubernetes/types.js";

/** Annotations that steer the official Kubernetes provider (Pulumi registry, "kubernetes: annotations"). */
export const ANNOTATIONS = {
  autonamed: "pulumi.com/autonamed",
  skipAwait: "pulumi.com/skipAwait",
  waitFor: "pulumi.com/waitFor",
  timeoutSeconds: "pulumi.com/timeoutSeconds",
  patchForce: "pulumi.com/patchForce",
  patchFieldManager: "pulumi.com/patchFieldManager",
  deletionPropagation: "pulumi.com/deletionPropagationPolicy",
} as const;

export type AnnotationName = keyof typeof ANNOTATIONS;

/** The value of one of these annotations, undefined when it is not set. */
export function annotation(object: KubeObject, name: AnnotationName): string | undefined {
  return object.metadata.annotations?.[ANNOTATIONS[name]];
}

/** Whether an annotation says `"true"`. */
export function isSet(object: KubeObject, name: AnnotationName): boolean {
  return annotation(object, name) === "true";
}

/** Whether an object need not become ready: `"true"`, or `"ready"` to skip only this and not its deletion. */
export function skipsReadiness(object: KubeObject): boolean {
  return isSet(object, "skipAwait") || annotation(object, "skipAwait") === "ready";
}

/**
 * How long to wait, in seconds: the resource's custom timeout, else the annotation, else the kind's own default.
 * @param custom Seconds of the resource option; 0 when it is not set.
 */
export function timeoutSeconds(object: KubeObject, custom: number, usual: number): number {
  if (custom > 0) return custom;
  const written = Number(annotation(object, "timeoutSeconds"));
  return Number.isInteger(written) && written > 0 ? written : usual;
}
