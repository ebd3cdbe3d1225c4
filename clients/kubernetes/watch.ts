import type { ApiRequest } from "./api.js";
import { isObject } from "../../model/shared/json.js";
import { listObjects, ofKind } from "./list.js";
import { describeKind, resourcePath, servedResource, type Session } from "./session.js";
import type { ApiResource, GroupVersionKind, WatchEvent, WatchOptions } from "./types.js";
import { type RawWatchEvent, type ReconnectPace, watchCollection } from "./watch-loop.js";

/** The server ends a watch after this many seconds, so that a half-dead connection is not held for ever. */
const WATCH_SECONDS = 240;
const METADATA_ONLY = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

/**
 * Watches a kind (see watch-loop.ts).
 * @throws KubeError NotFound when the server does not serve the kind.
 */
export async function* watchObjects(
  session: Session,
  gvk: GroupVersionKind,
  options: WatchOptions = {},
  pace: ReconnectPace = {},
): AsyncGenerator<WatchEvent, void, undefined> {
  const about = describeKind(gvk, options.namespace);
  const resource = await servedResource(session, gvk, about);
  const request = (resourceVersion: string, signal: AbortSignal): ApiRequest => ({
    method: "GET",
    path: resourcePath(resource, options.namespace === undefined ? {} : { namespace: options.namespace }),
    query: {
      watch: "true",
      resourceVersion,
      allowWatchBookmarks: "true",
      timeoutSeconds: String(WATCH_SECONDS),
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
    },
    accept: options.metadataOnly === true ? METADATA_ONLY : "application/json",
    about,
    doing: "watch",
    repeat: "unsent",
    signal,
    idleMs: (WATCH_SECONDS + 30) * 1000,
  });
  const source = {
    list: () => listObjects(session, gvk, options),
    open: (resourceVersion: string, signal: AbortSignal) =>
      lines(session, request(resourceVersion, signal), resource),
    failure: (status: unknown) => {
      const code = isObject(status) && typeof status["code"] === "number" ? status["code"] : 500;
      return session.api.refused(code, status, request("", new AbortController().signal));
    },
  };
  yield* watchCollection(source, options, pace);
}

/** The stream's lines, one JSON event each. */
async function* lines(
  session: Session,
  request: ApiRequest,
  resource: ApiResource,
): AsyncGenerator<RawWatchEvent> {
  const { body } = await session.api.stream(request);
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of body) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        const event = line.trim() === "" ? undefined : parseEvent(line, resource);
        if (event !== undefined) yield event;
      }
    }
  } catch (error) {
    throw session.api.broken(error, request);
  } finally {
    body.destroy();
  }
}

function parseEvent(line: string, resource: ApiResource): RawWatchEvent | undefined {
  const event: unknown = JSON.parse(line);
  if (!isObject(event) || !isObject(event["object"])) return undefined;
  const { type, object } = event;
  switch (type) {
    case "ERROR":
      return { type, object };
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
    case "BOOKMARK":
      return { type, object: ofKind(object, resource) };
    default:
      return undefined;
  }
}
