import type { KubeObject } from "../types.js";
import type { FakeKind } from "./kinds.js";

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const ANNOTATIONS_LIMIT = 262_144;

/** What the API server checks of every object's metadata, as field paths and messages. */
export function metadataFaults(
  object: KubeObject,
  kind: FakeKind,
): { readonly field: string; readonly message: string }[] {
  const { name, namespace, labels, annotations } = object.metadata;
  const faults: { field: string; message: string }[] = [];
  if (name !== undefined && !isName(name, kind)) {
    faults.push({
      field: "metadata.name",
      message: `Invalid value: ${JSON.stringify(name)}: not a valid name of the kind`,
    });
  }
  if (!kind.namespaced && namespace !== undefined) {
    faults.push({ field: "metadata.namespace", message: "Forbidden: not allowed on this type" });
  }
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (!QUALIFIED.test(key))
      faults.push({ field: "metadata.labels", message: `Invalid value: ${JSON.stringify(key)}` });
    if (!LABEL_VALUE.test(value))
      faults.push({ field: "metadata.labels", message: `Invalid value: ${JSON.stringify(value)}` });
  }
  for (const key of Object.keys(annotations ?? {})) {
    if (!QUALIFIED.test(key))
      faults.push({ field: "metadata.annotations", message: `Invalid value: ${JSON.stringify(key)}` });
  }
  const size = Object.entries(annotations ?? {}).reduce(
    (sum, [key, value]) => sum + key.length + Buffer.byteLength(value),
    0,
  );
  if (size > ANNOTATIONS_LIMIT) {
    faults.push({
      field: "metadata.annotations",
      message: `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`,
    });
  }
  return faults;
}

/** Namespaces and Services are DNS labels; RBAC objects allow nearly anything; the rest are DNS subdomains. */
function isName(name: string, kind: FakeKind): boolean {
  if (kind.group === "rbac.authorization.k8s.io") return name !== "." && name !== ".." && !/[/%]/.test(name);
  if (kind.group === "" && (kind.kind === "Namespace" || kind.kind === "Service")) {
    return name.length <= 63 && LABEL.test(name);
  }
  return name.length <= 253 && SUBDOMAIN.test(name);
}
