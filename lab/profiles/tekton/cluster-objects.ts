import path from "node:path";
import { TEKTON_VERSION } from "../../toolbox/index.js";
import { applyObject, type Api } from "../cluster/api.js";
import {
  applyDefinitions,
  applyNamespace,
  isPreparedFor,
  readPublished,
  type PublishedObject,
} from "../cluster/definitions.js";
import { NAMESPACE } from "./paths.js";

const DEFINITION = "CustomResourceDefinition";

/** Where the API server keeps the objects that are not definitions. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  ConfigMap: `/api/v1/namespaces/${NAMESPACE}/configmaps`,
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
};

/** Whether the cluster has all that this controller needs. @param controller Absolute path of its binary. */
export function isPrepared(api: Api, controller: string): Promise<boolean> {
  return isPreparedFor(api, NAMESPACE, releaseOf(controller));
}

/**
 * Applies Tekton's definitions, waits until they serve, and makes its namespace with its settings. Settings that
 * somebody changes later stay as they are.
 */
export async function prepareCluster(api: Api, controller: string): Promise<void> {
  const objects = readPublished(path.join(path.dirname(controller), "objects")).map(released);
  await applyDefinitions(
    api,
    objects.filter(({ kind }) => kind === DEFINITION),
  );
  await applyNamespace(api, NAMESPACE);
  for (const { kind, name, yaml } of objects) {
    const collection = COLLECTIONS[kind];
    if (collection !== undefined) await applyObject(api, `${collection}/${name}`, yaml);
  }
  await applyNamespace(api, NAMESPACE, releaseOf(controller));
}

/**
 * An object as a release has it. Only without the webhook that converts between versions of a kind: none is
 * registered, and every kind is used in the version in which it is stored.
 */
export function released(object: PublishedObject): PublishedObject {
  const yaml = object.yaml
    .replaceAll('"devel"', `"v${TEKTON_VERSION}"`)
    .replace(/^ {2}conversion:\n(?: {3,}.*\n?)*/m, "");
  return { ...object, yaml };
}

/** Its folder in the cache is named by its version. */
function releaseOf(controller: string): string {
  return path.basename(path.dirname(controller));
}
