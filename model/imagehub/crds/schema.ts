import type { JsonObject } from "../../shared/json.js";
import { EPOCH, GROUP, VERSION } from "../constants.js";

/** The parts from which the four CRDs are put together. */

export const text: JsonObject = { type: "string" };
export const texts: JsonObject = { type: "array", items: text };
export const integer: JsonObject = { type: "integer" };
/** Bytes and counts: Go's int64. */
export const long: JsonObject = { type: "integer", format: "int64" };
/** The API server fills in 1970 wherever the surrounding object exists. */
export const creationTime: JsonObject = { type: "string", format: "date-time", default: EPOCH };

/** The schema with a text for `kubectl explain`. */
export function described(description: string, schema: JsonObject): JsonObject {
  return { description, ...schema };
}

/** An object with these properties and no others: the API server drops what is not named. */
export function object(
  properties: Readonly<Record<string, JsonObject>>,
  required: readonly string[] = [],
): JsonObject {
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}

/** One entry of a Repository's list of tags. */
export const tagData: JsonObject = object(
  {
    name: described("Tag.", text),
    metaName: described("Object name of the Image.", text),
    size: described("Bytes.", long),
    creatTime: described("When the image was built.", creationTime),
  },
  ["name", "metaName", "size", "creatTime"],
);

/** A CustomResourceDefinition as the API server takes it. */
export type CustomResourceDefinition = {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: JsonObject;
};

/** Names by which the API server and people know a kind. */
export interface CrdNames {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortName: string;
}

/**
 * A cluster-scoped CRD with one version and a status subresource. It converts nothing, and has no `status` of its
 * own, which belongs to the API server.
 */
export function catalogueCrd(
  names: CrdNames,
  description: string,
  spec: JsonObject,
  status: JsonObject,
): CustomResourceDefinition {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${names.plural}.${GROUP}` },
    spec: {
      group: GROUP,
      names: {
        kind: names.kind,
        listKind: `${names.kind}List`,
        plural: names.plural,
        singular: names.singular,
        shortNames: [names.shortName],
      },
      scope: "Cluster",
      conversion: { strategy: "None" },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: described(
              description,
              object({ apiVersion: text, kind: text, metadata: { type: "object" }, spec, status }),
            ),
          },
        },
      ],
    },
  };
}
