import * as pulumi from "@pulumi/pulumi";
import type { ObjectMetadata } from "../kubernetes/owned-metadata.js";
import type { PlainObject } from "./owned-objects.js";

/** Contents of a Secret, as texts. */
export type SecretValues = Readonly<Record<string, pulumi.Input<string>>>;

/** Outputs of a Secret that hold its contents. */
export const SECRET_OUTPUTS = ["data", "stringData"];

/** A Secret whose contents are secret to the state as well. */
export function secretObject(metadata: ObjectMetadata, values: SecretValues): PlainObject {
  const data = Object.entries(values).map(([key, value]) => [
    key,
    pulumi.secret(value).apply((text) => Buffer.from(text, "utf8").toString("base64")),
  ]);
  return { apiVersion: "v1", kind: "Secret", type: "Opaque", metadata, data: Object.fromEntries(data) };
}
