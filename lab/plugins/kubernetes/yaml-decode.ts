import { parseAllDocuments } from "yaml";
import type { KubeMetadata } from "../../../clients/kubernetes/types.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import type { Bag } from "../rpc/bag.js";
import { builtInScope } from "./kinds.js";

/**
 * The objects of a YAML text, as `kubernetes:yaml:decode` answers them: documents without apiVersion or kind are
 * passed over.
 * @param defaultNamespace Given to namespaced objects that name none; "" for none. A kind that does not come with
 * Kubernetes counts as namespaced.
 */
export function decodeYaml(text: string, defaultNamespace: string): Bag[] {
  const documents = parseAllDocuments(text, { schema: "core", merge: true, prettyErrors: false });
  return [...documents].flatMap((document) => {
    const fault = document.errors[0];
    if (fault !== undefined) {
      throw new Failure({ what: `cannot decode YAML: ${fault.message}`, where: "kubernetes:yaml:decode" });
    }
    const value: unknown = document.toJS();
    if (!isObject(value) || typeof value["apiVersion"] !== "string" || typeof value["kind"] !== "string")
      return [];
    const metadata: KubeMetadata = isObject(value["metadata"]) ? value["metadata"] : {};
    const isNamespaced = builtInScope({ apiVersion: value["apiVersion"], kind: value["kind"] }) !== "cluster";
    if (defaultNamespace === "" || !isNamespaced || metadata.namespace !== undefined) return [value];
    return [{ ...value, metadata: { ...metadata, namespace: defaultNamespace } }];
  });
}
