import { isObject } from "../../model/shared/json.js";
import { KubeError } from "./errors.js";
import { describeRef, gvkOf } from "./objects.js";
import { objectPath, type Session } from "./session.js";
import { isUnservedPath } from "./status-error.js";
import type { KubeObject, ObjectRef } from "./types.js";

/** One object; undefined when it, its kind or its namespace does not exist. */
export async function getObject(session: Session, ref: ObjectRef): Promise<KubeObject | undefined> {
  const gvk = gvkOf(ref);
  const resource = await session.discovery.resource(gvk);
  if (resource === undefined) return undefined;
  const request = {
    method: "GET",
    path: objectPath(resource, ref),
    about: describeRef(ref),
    doing: "read",
    repeat: "always",
  } as const;
  const { status, body } = await session.api.exchange(request);
  if (status === 404) {
    if (isUnservedPath(status, body)) await session.discovery.forget(gvk);
    return undefined;
  }
  if (status >= 400) throw session.api.refused(status, body, request);
  return objectIn(body, describeRef(ref));
}

/**
 * The object in an answer.
 * @throws KubeError Internal when a success carries something else.
 */
export function objectIn(body: unknown, about: string): KubeObject {
  if (isKubeObject(body)) return body;
  throw new KubeError("Internal", {
    what: "the answer is not a Kubernetes object",
    where: about,
    next: "Check that the server's address leads to a Kubernetes API and not to a proxy's page",
    status: 200,
  });
}

function isKubeObject(value: unknown): value is KubeObject {
  return (
    isObject(value) &&
    typeof value["apiVersion"] === "string" &&
    typeof value["kind"] === "string" &&
    isObject(value["metadata"])
  );
}
