import type { KubeMetadata, KubeObject } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import { plainBag, type Bag } from "../rpc/bag.js";
import { typeOfToken } from "./kinds.js";
import { without } from "./without.js";

// Property names of the SDK may not hold dashes; these are fields of OpenAPI schemas inside CustomResourceDefinitions.
const DASHED = [
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];
const TO_DASHES = new Map(DASHED.map((name) => [name.replaceAll("-", "_"), name]));
const TO_UNDERSCORES = new Map(DASHED.map((name) => [name, name.replaceAll("-", "_")]));

// Set by the server only; what a user writes there (pasted manifests) is no wish.
const READ_ONLY_METADATA = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Keys of the recorded outputs that are not part of the object. */
const INPUTS = "__inputs";
const INITIAL_API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

/**
 * The object that inputs describe: plain values, dashed field names, nothing that only a server sets.
 * @param type The resource's type token, for inputs without apiVersion and kind.
 */
export function objectOf(inputs: Bag, type: string): KubeObject {
  const fields = renamed(plainBag(inputs), TO_DASHES) as Bag;
  const typed = typeOfToken(type);
  const apiVersion = fields["apiVersion"] ?? typed?.apiVersion;
  const kind = fields["kind"] ?? typed?.kind;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    throw new Failure({
      what: "a Kubernetes object needs apiVersion and kind",
      where: type,
      next: "Give both",
    });
  }
  const metadata: KubeMetadata = isObject(fields["metadata"]) ? { ...fields["metadata"] } : {};
  for (const field of READ_ONLY_METADATA) Reflect.deleteProperty(metadata, field);
  return { ...fields, apiVersion: apiVersion.replace(/^core\//, ""), kind, metadata };
}

/** The same object with the SDK's property names. */
export function withUnderscores(object: KubeObject): Bag {
  return renamed(object, TO_UNDERSCORES) as Bag;
}

/** What is recorded of a resource: the live object as outputs and, hidden beside it, what is needed later. */
export interface Checkpoint {
  readonly inputs: KubeObject;
  readonly live: KubeObject;
  readonly fieldManager: string | undefined;
  readonly initialApiVersion: string;
}

/** The outputs of a checkpoint, not yet with secrets marked. */
export function checkpointBag(checkpoint: Checkpoint): Bag {
  const metadata = without(checkpoint.live.metadata, "managedFields");
  return {
    ...withUnderscores({ ...checkpoint.live, metadata }),
    [INPUTS]: withUnderscores(checkpoint.inputs),
    [INITIAL_API_VERSION]: checkpoint.initialApiVersion,
    [FIELD_MANAGER]: checkpoint.fieldManager,
  };
}

/** Reads what {@link checkpointBag} wrote. */
export function parseCheckpoint(state: Bag, type: string): Checkpoint {
  const {
    [INPUTS]: inputs,
    [INITIAL_API_VERSION]: initial,
    [FIELD_MANAGER]: manager,
    ...live
  } = plainBag(state);
  const object = renamed(live, TO_DASHES) as Bag;
  const typed = objectOf({ apiVersion: object["apiVersion"], kind: object["kind"] }, type);
  const liveObject = {
    ...object,
    ...typed,
    metadata: isObject(object["metadata"]) ? object["metadata"] : {},
  };
  return {
    live: liveObject,
    inputs: objectOf(isObject(inputs) ? { ...typed, ...inputs } : { ...typed }, type),
    fieldManager: typeof manager === "string" ? manager : undefined,
    initialApiVersion: typeof initial === "string" ? initial : typed.apiVersion,
  };
}

/** `namespace/name`, or `name` of a cluster-scoped object. */
export function idOf(object: KubeObject): string {
  const { namespace, name = "" } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Inverse of {@link idOf}. */
export function parseId(id: string): { readonly namespace?: string; readonly name: string } {
  const slash = id.indexOf("/");
  return slash === -1 ? { name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => renamed(element, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [names.get(key) ?? key, renamed(member, names)]),
  );
}
