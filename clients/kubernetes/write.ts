import { secretRedactor } from "./redact.js";
import type { ApiRequest } from "./api.js";
import { describeRef, gvkOf, refOf } from "./objects.js";
import { objectIn } from "./read.js";
import {
  describeObject,
  objectPath,
  requireNamespace,
  resourcePath,
  servedResource,
  type Session,
} from "./session.js";
import type { ApplyOptions, KubeObject, ObjectRef, PatchOptions, WriteOptions } from "./types.js";

/** POST. Repeated only when the server certainly did not act on it. */
export async function createObject(
  session: Session,
  object: KubeObject,
  options: WriteOptions = {},
): Promise<KubeObject> {
  const about = describeObject(object);
  const resource = await servedResource(session, gvkOf(object), about);
  const { namespace } = object.metadata;
  requireNamespace(resource, namespace, about);
  return write(session, {
    method: "POST",
    path: resourcePath(resource, namespace === undefined ? {} : { namespace }),
    query: parameters(options),
    body: object,
    about,
    doing: "create",
    repeat: "unsent",
    redact: secretRedactor(object.kind, object),
  });
}

/** Server-side apply; repeated freely, since applying the same twice is applying it once. */
export async function applyObject(
  session: Session,
  object: KubeObject,
  options: ApplyOptions,
): Promise<KubeObject> {
  const ref = refOf(object);
  const resource = await servedResource(session, gvkOf(object), describeRef(ref));
  return write(session, {
    method: "PATCH",
    path: objectPath(resource, ref, options.subresource),
    query: { ...parameters(options), force: options.force === true ? "true" : undefined },
    body: object,
    contentType: "application/apply-patch+yaml",
    about: describeRef(ref),
    doing: "apply",
    repeat: "always",
    redact: secretRedactor(object.kind, object),
  });
}

/** PUT. Not repeated after a lost answer: the second attempt would meet the first one's resourceVersion. */
export async function replaceObject(
  session: Session,
  object: KubeObject,
  options: WriteOptions = {},
): Promise<KubeObject> {
  const ref = refOf(object);
  const resource = await servedResource(session, gvkOf(object), describeRef(ref));
  return write(session, {
    method: "PUT",
    path: objectPath(resource, ref, options.subresource),
    query: parameters(options),
    body: object,
    about: describeRef(ref),
    doing: "replace",
    repeat: "unsent",
    redact: secretRedactor(object.kind, object),
  });
}

const PATCH_TYPES = { merge: "application/merge-patch+json", json: "application/json-patch+json" } as const;

/** RFC 7386 or RFC 6902 patch. Not repeated after a lost answer: a patch may append. */
export async function patchObject(
  session: Session,
  ref: ObjectRef,
  patch: unknown,
  options: PatchOptions,
): Promise<KubeObject> {
  const resource = await servedResource(session, gvkOf(ref), describeRef(ref));
  return write(session, {
    method: "PATCH",
    path: objectPath(resource, ref, options.subresource),
    query: parameters(options),
    body: patch,
    contentType: PATCH_TYPES[options.type],
    about: describeRef(ref),
    doing: "patch",
    repeat: "unsent",
    redact: secretRedactor(ref.kind, patch),
  });
}

async function write(session: Session, request: ApiRequest): Promise<KubeObject> {
  const { body } = await session.api.send(request);
  return objectIn(body, request.about);
}

function parameters(options: WriteOptions): Record<string, string | undefined> {
  return {
    fieldManager: options.fieldManager,
    dryRun: options.dryRun === true ? "All" : undefined,
    fieldValidation: options.fieldValidation ?? "Strict",
  };
}
