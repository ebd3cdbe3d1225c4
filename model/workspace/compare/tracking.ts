import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";

/** Where Argo CD notes which application an object belongs to. */
const TRACKING_ANNOTATION = "argocd.argoproj.io/tracking-id";

/** Argo CD's tracking id: `<app>:<group>/<kind>:<namespace>/<name>`. */
interface TrackingId {
  /** The application; `<namespace>_<name>` where applications live in any namespace. */
  readonly app: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Reads a tracking id; `undefined` when the text has another format. */
function parseTrackingId(text: string): TrackingId | undefined {
  const [app, type, ...rest] = text.split(":");
  // Names of RBAC objects may contain colons.
  const [groupKind, object] = [type?.split("/"), rest.join(":").split("/")];
  if (app === undefined || groupKind?.length !== 2 || rest.length === 0 || object.length !== 2)
    return undefined;
  const [group = "", kind = ""] = groupKind;
  const [namespace = "", name = ""] = object;
  return { app, group, kind, namespace, name };
}

/** Whether an id is about this very object, and not a copy of what it was on. Cluster-scoped objects fit any namespace. */
function isSelfReference(id: TrackingId, object: KubeObject): boolean {
  const { namespace = "", name } = object.metadata;
  return (
    id.group === groupVersionKind(object).group &&
    id.kind === object.kind &&
    id.name === name &&
    (namespace === "" || id.namespace === namespace)
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
