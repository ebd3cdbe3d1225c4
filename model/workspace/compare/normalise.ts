import { canonicalJson, isObject } from "../../shared/json.js";
import { groupVersionKind, type KubeMetadata, type KubeObject } from "../../shared/kubernetes-object.js";
import { asJson } from "./as-json.js";
import { without } from "./members.js";
import { secretAsStored } from "./secret-data.js";

/** Where kubectl's client-side apply keeps the manifest it applied last. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

const OUTCOME = new Set(["status"]);
/** What only the server writes in the metadata. */
export const SERVERS_METADATA: ReadonlySet<string> = new Set([
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);
const SERVERS_ANNOTATIONS = new Set([LAST_APPLIED]);
const AGGREGATED = new Set(["rules"]);
const TIMESTAMP = new Set(["creationTimestamp"]);

/**
 * An object without what never counts in a comparison: `status`, what the server keeps in the metadata, and
 * spellings of the same (a Secret's `stringData`, the order of Endpoints). For comparing only: the result is not
 * what is to be applied. The object itself stays as it is; normalising twice is the same as once.
 */
export function normaliseForComparison(object: KubeObject): KubeObject {
  const counted = { ...without(object, OUTCOME), metadata: countedMetadata(object.metadata) };
  const rule = RULES.get(`${groupVersionKind(object).group}/${object.kind}`);
  return rule === undefined ? counted : rule(counted);
}

function countedMetadata(metadata: KubeMetadata): KubeMetadata {
  const { annotations } = metadata;
  const counted = without(metadata, SERVERS_METADATA);
  if (!isObject(annotations)) return counted;
  const kept = without(annotations, SERVERS_ANNOTATIONS);
  if (Object.keys(kept).length === 0) return without(counted, new Set(["annotations"]));
  return kept === annotations ? counted : { ...counted, annotations: kept };
}

const RULES: ReadonlyMap<string, (object: KubeObject) => KubeObject> = new Map([
  ["/Secret", secretAsStored],
  ["/Endpoints", sortedEndpoints],
  ["rbac.authorization.k8s.io/ClusterRole", withCountedRules],
  ["apps/StatefulSet", withPlainClaims],
]);

/** The control plane overwrites whatever rules an aggregated ClusterRole names. */
function withCountedRules(role: KubeObject): KubeObject {
  return isObject(role.aggregationRule) ? without(role, AGGREGATED) : role;
}

/** The claims of a StatefulSet are templates: their outcome is none. */
function withPlainClaims(set: KubeObject): KubeObject {
  const { spec } = set;
  if (!isObject(spec) || !Array.isArray(spec.volumeClaimTemplates)) return set;
  const claims = spec.volumeClaimTemplates.map((claim: unknown) => {
    if (!isObject(claim)) return claim;
    const plain = without(claim, OUTCOME);
    return isObject(plain.metadata) ? { ...plain, metadata: without(plain.metadata, TIMESTAMP) } : plain;
  });
  return { ...set, spec: { ...spec, volumeClaimTemplates: claims } };
}

/** Endpoints have no order, and a port without a protocol is TCP. */
function sortedEndpoints(endpoints: KubeObject): KubeObject {
  const { subsets } = endpoints;
  if (!Array.isArray(subsets)) return endpoints;
  const sorted = subsets.map((subset: unknown) => {
    if (!isObject(subset)) return subset;
    const { addresses, notReadyAddresses, ports } = subset;
    return {
      ...subset,
      ...(Array.isArray(addresses) && { addresses: sortedList(addresses) }),
      ...(Array.isArray(notReadyAddresses) && { notReadyAddresses: sortedList(notReadyAddresses) }),
      ...(Array.isArray(ports) && { ports: sortedList(ports.map(withProtocol)) }),
    };
  });
  return { ...endpoints, subsets: sortedList(sorted) };
}

function withProtocol(port: unknown): unknown {
  return isObject(port) ? { ...port, protocol: port.protocol ?? "TCP" } : port;
}

function sortedList(list: readonly unknown[]): unknown[] {
  return list
    .map((value) => ({ value, text: canonicalJson(asJson(value)) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ value }) => value);
}
