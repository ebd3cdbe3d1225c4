import { isObject } from "../../model/shared/json.js";
import { apiVersionOf } from "./objects.js";
import { collectPages, type Page } from "./pages.js";
import { describeKind, resourcePath, type Session } from "./session.js";
import { isUnservedPath } from "./status-error.js";
import type {
  ApiResource,
  GroupVersionKind,
  KubeMetadata,
  KubeObject,
  ListOptions,
  ListResult,
} from "./types.js";

const PAGE_SIZE = 500;
const METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** All objects of a kind that the selectors match. An unserved kind is an empty list with resourceVersion "". */
export async function listObjects(
  session: Session,
  gvk: GroupVersionKind,
  options: ListOptions = {},
): Promise<ListResult> {
  const resource = await session.discovery.resource(gvk);
  if (resource === undefined) return { items: [], resourceVersion: "" };
  return collectPages((request) => fetchPage(session, resource, options, request));
}

async function fetchPage(
  session: Session,
  resource: ApiResource,
  options: ListOptions,
  page: { readonly continue?: string; readonly limit: boolean },
): Promise<Page> {
  const request = {
    method: "GET",
    path: resourcePath(resource, options.namespace === undefined ? {} : { namespace: options.namespace }),
    query: {
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
      limit: page.limit ? String(options.pageSize ?? PAGE_SIZE) : undefined,
      continue: page.continue,
    },
    accept: options.metadataOnly === true ? METADATA_ONLY : "application/json",
    about: describeKind(resource, options.namespace),
    doing: "list",
    repeat: "always",
  } as const;
  const { status, body } = await session.api.exchange(request);
  if (isUnservedPath(status, body)) {
    await session.discovery.forget(resource);
    return { items: [], resourceVersion: "" };
  }
  if (status >= 400 || !isObject(body)) throw session.api.refused(status, body, request);
  const metadata = isObject(body["metadata"]) ? body["metadata"] : {};
  return {
    items: Array.isArray(body["items"])
      ? body["items"].filter(isObject).map((item) => ofKind(item, resource))
      : [],
    resourceVersion: textOf(metadata["resourceVersion"]),
    continue: textOf(metadata["continue"]),
  };
}

/** Items of a typed list carry neither apiVersion nor kind, and those of a metadata list carry the wrong ones. */
export function ofKind(item: Record<string, unknown>, gvk: GroupVersionKind): KubeObject {
  const metadata: KubeMetadata = isObject(item["metadata"]) ? item["metadata"] : {};
  return { ...item, apiVersion: apiVersionOf(gvk), kind: gvk.kind, metadata };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
