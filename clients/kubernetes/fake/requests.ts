import type { ObjectRef } from "../types.js";

/** What a client was asked to do. */
export interface FakeRequest {
  readonly verb:
    | "get"
    | "list"
    | "create"
    | "apply"
    | "replace"
    | "patch"
    | "delete"
    | "watch"
    | "logs"
    | "discover"
    | "request";
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Left out for lists and watches. */
  readonly name?: string;
  /** The options of the call, without signals. */
  readonly options: object;
  /** The object or patch that was sent. */
  readonly body?: unknown;
}

/**
 * Decides whether a request fails. `before`: nothing has happened. `after`: the request has taken effect and its
 * answer is lost. Returning an error makes the call throw it.
 */
export type FaultHook = (request: FakeRequest, moment: "before" | "after") => Error | undefined;

/** The parts of a request that name an object. */
export function requestFor(verb: FakeRequest["verb"], ref: ObjectRef): Omit<FakeRequest, "options"> {
  return {
    verb,
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    name: ref.name,
    ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }),
  };
}
