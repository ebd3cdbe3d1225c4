import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { annotation } from "./annotations.js";

/** The manager of all objects when server-side apply is switched off. */
const CLIENT_SIDE_MANAGER = "pulumi-kubernetes";

/**
 * The name under which a resource's fields are owned: the annotation's, else the recorded one, else a new one of
 * this resource alone, so that two resources never share the ownership of a field.
 */
export function fieldManagerOf(inputs: KubeObject, serverSideApply: boolean, recorded?: string): string {
  if (!serverSideApply) return CLIENT_SIDE_MANAGER;
  return (
    annotation(inputs, "patchFieldManager") ??
    recorded ??
    `${CLIENT_SIDE_MANAGER}-${randomBytes(4).toString("hex")}`
  );
}
