import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";
import { MAX_LABEL } from "../../shared/names.js";

/** Where Argo CD notes which application an object belongs to. */
export const TRACKING_ANNOTATION = "argocd.argoproj.io/tracking-id";
/** Where Argo CD notes it when it tracks by label; its key can be configured there. */
export const INSTANCE_LABEL = "app.kubernetes.io/instance";

/** Argo CD's tracking id: `<app>:<group>/<kind>:<namespace>/<name>`. */
export interface TrackingId {
  /** The application; `<namespace>_<name>` where applications live in any namespace. */
  readonly app: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** By what Argo CD finds the objects of an application. With both, the annotation decides. */
export type TrackingMethod = "annotation" | "label" | "annotation+label";

/** Reads a tracking id; `undefined` when the text has another format. */
export function parseTrackingId(text: string): TrackingId | undefined {
  const [app, type, ...rest] = text.split(":");
  // Names of RBAC objects may contain colons.
  const [groupKind, object] = [type?.split("/"), rest.join(":").split("/")];
  if (app === undefined || groupKind?.length !== 2 || rest.length === 0 || object.length !== 2)
    return undefined;
  const [group = "", kind = ""] = groupKind;
  const [namespace = "", name = ""] = object;
  return { app, group, kind, namespace, name };
}

/** Writes a tracking id. */
export function formatTrackingId({ app, group, kind, namespace, name }: TrackingId): string {
  return `${app}:${group}/${kind}:${namespace}/${name}`;
}

/** The tracking id of an object of an application. */
export function trackingIdOf(app: string, object: KubeObject): TrackingId {
  const { namespace = "", name = "" } = object.metadata;
  return { app, group: groupVersionKind(object).group, kind: object.kind, namespace, name };
}

/** Whether an id is about this very object, and not a copy of what it was on. Cluster-scoped objects fit any namespace. */
export function isSelfReference(id: TrackingId, object: KubeObject): boolean {
  const own = trackingIdOf(id.app, object);
  return (
    id.group === own.group &&
    id.kind === own.kind &&
    id.name === own.name &&
    (own.namespace === "" || id.namespace === own.namespace)
  );
}

/**
 * The Argo CD application that manages a live object by annotation; `undefined` when there is none, or when the
 * annotation came with a copy of another object. The instance label alone tells nothing: charts set it as well.
 */
export function trackedBy(live: KubeObject): string | undefined {
  const text: unknown = live.metadata.annotations?.[TRACKING_ANNOTATION];
  const id = typeof text === "string" ? parseTrackingId(text) : undefined;
  return id !== undefined && isSelfReference(id, live) ? id.app : undefined;
}

/**
 * The value of the instance label for an application. A name that is too long for a label cannot be tracked by label
 * (`undefined`); beside an annotation it is cut, and does not end in a character that a label may not end in.
 */
export function instanceLabel(
  app: string,
  method: Exclude<TrackingMethod, "annotation">,
): string | undefined {
  if (app.length <= MAX_LABEL) return app;
  return method === "label" ? undefined : app.slice(0, MAX_LABEL).replace(/[^A-Za-z0-9]+$/, "");
}

/**
 * A live object as the annotation would track it: one that bears the application's label and no annotation gets the
 * annotation, so that a mere change of the method is no drift. Any annotation that is there stays, and definitions of
 * custom kinds are left alone.
 */
export function withTrackingAnnotation(live: KubeObject, app: string): KubeObject {
  const { annotations, labels } = live.metadata;
  const isCandidate =
    live.kind !== "CustomResourceDefinition" &&
    annotations?.[TRACKING_ANNOTATION] === undefined &&
    labels?.[INSTANCE_LABEL] === instanceLabel(app, "annotation+label");
  if (!isCandidate) return live;
  const id = formatTrackingId(trackingIdOf(app, live));
  return {
    ...live,
    metadata: { ...live.metadata, annotations: { ...annotations, [TRACKING_ANNOTATION]: id } },
  };
}
