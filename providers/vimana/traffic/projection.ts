import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { below, ownFields } from "./field-owners.js";

/**
 * A live object with the fields alone that we declare, so that it compares with what we declare. In lists that we
 * still own the server's defaults are left out likewise; a list that somebody else has written is shown as it is.
 */
export function projected(declared: KubeObject, live: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = live;
  const found = project(declared, live, ownFields(live));
  return { ...(isObject(found) ? found : {}), apiVersion, kind, metadata: metadataOf(declared, metadata) };
}

/**
 * The same of an object whose lists others may write parts of: what stands in them besides what we declare is theirs.
 */
export function projectedInOurParts(declared: KubeObject, live: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = live;
  const found = withinList(declared, live);
  return { ...(isObject(found) ? found : {}), apiVersion, kind, metadata: metadataOf(declared, metadata) };
}

function metadataOf(declared: KubeObject, live: KubeObject["metadata"]): KubeObject["metadata"] {
  const found = project(declared.metadata, live, {});
  return isObject(found) ? found : {};
}

function project(declared: unknown, live: unknown, owned: unknown): unknown {
  if (isObject(declared) && isObject(live)) {
    return Object.fromEntries(
      Object.keys(declared).flatMap((key) =>
        key in live ? [[key, project(declared[key], live[key], below(owned, key))]] : [],
      ),
    );
  }
  if (Array.isArray(declared) && Array.isArray(live)) {
    if (owned === undefined || declared.length !== live.length) return live;
    return live.map((element, index) => withinList(declared[index], element));
  }
  return live;
}

/** Below a list that is ours everything is ours: the lists of carriers are written whole. */
function withinList(declared: unknown, live: unknown): unknown {
  if (isObject(declared) && isObject(live)) {
    return Object.fromEntries(
      Object.keys(declared).flatMap((key) =>
        key in live ? [[key, withinList(declared[key], live[key])]] : [],
      ),
    );
  }
  if (Array.isArray(declared) && Array.isArray(live) && declared.length === live.length) {
    return live.map((element, index) => withinList(declared[index], element));
  }
  return live;
}
