import { describeRef, gvkOf } from "./objects.js";
import { objectPath, type Session } from "./session.js";
import type { DeleteOptions, ObjectRef } from "./types.js";

/**
 * DELETE. Answers false when there was nothing to delete. With a uid it is repeated after a lost answer, and what
 * the repetition no longer finds counts as deleted; without one the repetition could hit a successor of the same name.
 * @throws KubeError Conflict when uid or resourceVersion are not those of the object.
 */
export async function deleteObject(
  session: Session,
  ref: ObjectRef,
  options: DeleteOptions = {},
): Promise<boolean> {
  const resource = await session.discovery.resource(gvkOf(ref));
  if (resource === undefined) return false;
  const request = {
    method: "DELETE",
    path: objectPath(resource, ref),
    body: body(options),
    about: describeRef(ref),
    doing: "delete",
    repeat: options.uid === undefined ? "unsent" : "always",
  } as const;
  const { status, body: answer, afterLostAnswer } = await session.api.exchange(request);
  if (status === 404) return afterLostAnswer;
  if (status === 409 && afterLostAnswer && options.resourceVersion === undefined) return true;
  if (status >= 400) throw session.api.refused(status, answer, request);
  return true;
}

function body({
  propagation,
  uid,
  resourceVersion,
  gracePeriodSeconds,
  dryRun,
}: DeleteOptions): Record<string, unknown> {
  const preconditions = {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  return {
    apiVersion: "v1",
    kind: "DeleteOptions",
    ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
    ...(Object.keys(preconditions).length === 0 ? {} : { preconditions }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(dryRun === true ? { dryRun: ["All"] } : {}),
  };
}
