import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { parsePath, type Change, type PropertyPath } from "../rpc/property-diff.js";
import { groupKind } from "./kinds.js";

/** Whether the contents of these kinds are changed in place. Default of the official provider: both false. */
export interface Mutability {
  readonly configMaps: boolean;
  readonly secrets: boolean;
}

const IDENTITY = ["kind", "metadata.name", "metadata.namespace"];

const SELECTOR = ["spec.selector"];

const CONTAINER_FIELDS = [
  "args",
  "command",
  "env",
  "image",
  "imagePullPolicy",
  "lifecycle",
  "livenessProbe",
  "ports",
  "readinessProbe",
  "resources",
  "securityContext",
  "stdin",
  "stdinOnce",
  "terminationMessagePath",
  "terminationMessagePolicy",
  "tty",
  "volumeDevices",
  "volumeMounts",
  "workingDir",
];

const POD_FIELDS = [
  "affinity",
  "automountServiceAccountToken",
  "dnsConfig",
  "dnsPolicy",
  "enableServiceLinks",
  "hostAliases",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "hostname",
  "imagePullSecrets",
  "nodeName",
  "nodeSelector",
  "overhead",
  "preemptionPolicy",
  "priority",
  "priorityClassName",
  "readinessGates",
  "restartPolicy",
  "runtimeClassName",
  "schedulerName",
  "securityContext",
  "serviceAccount",
  "serviceAccountName",
  "shareProcessNamespace",
  "subdomain",
  "terminationGracePeriodSeconds",
  "volumes",
];

const VOLUME_SOURCES = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "csi",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "glusterfs",
  "hostPath",
  "iscsi",
  "local",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
];

/**
 * Fields whose change needs a new object, by group and kind. They are those of the official provider, which took
 * them from the API's own rules; everything else is changed in place and refused by the API server where it must be.
 */
const REPLACED_ON: Readonly<Record<string, readonly string[]>> = {
  "/PersistentVolume": VOLUME_SOURCES.map((field) => `spec.${field}`),
  "/PersistentVolumeClaim": [...SELECTOR, "spec.accessModes", "spec.storageClassName", "spec.volumeName"],
  "/Pod": [
    ...POD_FIELDS.map((field) => `spec.${field}`),
    ...["containers", "initContainers"].flatMap((list) =>
      CONTAINER_FIELDS.map((field) => `spec.${list}[*].${field}`),
    ),
  ],
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "apps/DaemonSet": SELECTOR,
  "apps/Deployment": SELECTOR,
  "apps/StatefulSet": [
    ...SELECTOR,
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": [...SELECTOR, "spec.completions", "spec.parallelism", "spec.template"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};

/** Contents that are replaced as a whole unless the provider is told otherwise; immutable objects always are. */
const CONTENTS: Readonly<
  Record<string, { readonly fields: readonly string[]; readonly option: keyof Mutability }>
> = {
  "/ConfigMap": { fields: ["data", "binaryData"], option: "configMaps" },
  "/Secret": { fields: ["data", "stringData"], option: "secrets" },
};

/**
 * The fields of an object whose change needs a new object.
 * @param patch For a Patch resource only the identity counts.
 */
export function replacedOn(object: KubeObject, mutable: Mutability, patch: boolean): readonly PropertyPath[] {
  if (patch) return IDENTITY.map(parsePath);
  const key = groupKind(object);
  const contents = CONTENTS[key];
  const isFixed = contents !== undefined && (!mutable[contents.option] || object["immutable"] === true);
  return [...IDENTITY, ...(REPLACED_ON[key] ?? []), ...(isFixed ? contents.fields : [])].map(parsePath);
}

/** Whether a change is at, below or (through its new value) above one of these fields. */
export function needsReplacement(change: Change, fields: readonly PropertyPath[]): boolean {
  return fields.some((field) => {
    const shared = Math.min(field.length, change.path.length);
    const agrees = field.slice(0, shared).every((part, at) => part === "*" || part === change.path[at]);
    return (
      agrees && (field.length <= change.path.length || holds(change.value, field.slice(change.path.length)))
    );
  });
}

function holds(value: unknown, rest: PropertyPath): boolean {
  const [first, ...others] = rest;
  if (first === undefined) return value !== undefined;
  if (first === "*") return Array.isArray(value) && value.some((element) => holds(element, others));
  return isObject(value) && holds(value[first], others);
}
