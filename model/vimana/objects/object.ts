import type { KubeMetadata, KubeObject } from "../../shared/kubernetes-object.js";
import { labelsOf } from "../names.js";
import type { PlannedVimana } from "../planned.js";

/** An object made from a hierarchy, without marks of ownership. */
export interface VimanaObject extends KubeObject {
  metadata: KubeMetadata & { name: string; labels: Record<string, string> };
}

/** How an object is called, and what of the hierarchy it belongs to. */
export interface ObjectHead {
  readonly name: string;
  /** Ids that become labels. Default none: it belongs to the whole Vimana. */
  readonly of?: { readonly domain?: string; readonly server?: string; readonly version?: string };
  /** Default none. */
  readonly annotations?: Readonly<Record<string, string>>;
}

interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object in the Vimana's namespace. */
export function namespacedObject(
  type: ObjectType,
  vimana: PlannedVimana,
  head: ObjectHead,
  fields: Readonly<Record<string, unknown>>,
): VimanaObject {
  const { name, ...rest } = metadata(vimana, head);
  return { ...typeOf(type), metadata: { name, namespace: vimana.namespace, ...rest }, ...fields };
}

/** An object of the whole cluster. */
export function clusterObject(
  type: ObjectType,
  vimana: PlannedVimana,
  head: ObjectHead,
  fields: Readonly<Record<string, unknown>>,
): VimanaObject {
  return { ...typeOf(type), metadata: metadata(vimana, head), ...fields };
}

function typeOf({ apiVersion, kind }: ObjectType): ObjectType {
  return { apiVersion, kind };
}

function metadata(
  vimana: PlannedVimana,
  { name, of = {}, annotations }: ObjectHead,
): VimanaObject["metadata"] {
  return {
    name,
    labels: {
      ...labelsOf(of),
      "app.kubernetes.io/managed-by": "pulumi",
      "app.kubernetes.io/part-of": vimana.name,
    },
    ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
  };
}
