import { groupVersionKind, type KubeObject } from "../../shared/kubernetes-object.js";
import {
  BYTES,
  defaulted,
  DURATION,
  keyedList,
  listOf,
  mapOf,
  OPTIONAL,
  QUANTITY,
  SET,
  struct,
  type KnownType,
  type StructType,
} from "./known-type.js";
import {
  CLAIM_SPEC,
  CLAIM_TEMPLATE,
  LABEL_SELECTOR,
  POD_SPEC,
  POD_TEMPLATE,
  QUANTITIES,
} from "./pod-type.js";

const METADATA: StructType = struct({
  labels: mapOf(),
  annotations: mapOf(),
  finalizers: SET,
  ownerReferences: keyedList(["uid"]),
});

const JOB_SPEC = struct({ selector: LABEL_SELECTOR, template: POD_TEMPLATE });
const WORKLOAD = struct(
  { selector: LABEL_SELECTOR, template: POD_TEMPLATE },
  { optional: ["paused", "minReadySeconds"] },
);

const PORT = struct({ protocol: defaulted("TCP") }, { optional: ["name"] });
const RBAC_REF = struct(
  { apiGroup: defaulted("rbac.authorization.k8s.io") },
  { atomic: true, optional: ["namespace"] },
);
const BINDING = {
  roleRef: RBAC_REF,
  // The group of a service account is empty, which is not stored; a user's or group's is filled in.
  subjects: listOf(struct({ apiGroup: defaulted("rbac.authorization.k8s.io") }, { optional: ["namespace"] })),
};
const RULES = { rules: listOf(struct({ resourceNames: listOf(), nonResourceURLs: listOf() })) };

const WEBHOOKS = {
  webhooks: keyedList(
    ["name"],
    struct({
      clientConfig: struct({ caBundle: BYTES, service: struct({ port: defaulted(443) }) }),
      namespaceSelector: LABEL_SELECTOR,
      objectSelector: LABEL_SELECTOR,
      matchConditions: keyedList(["name"]),
      rules: listOf(struct({ scope: defaulted("*") })),
    }),
  ),
};

const METRIC_TARGET = struct({ value: QUANTITY, averageValue: QUANTITY });
const METRIC = struct({
  resource: struct({ target: METRIC_TARGET }),
  containerResource: struct({ target: METRIC_TARGET }),
  pods: struct({ target: METRIC_TARGET, metric: struct({ selector: LABEL_SELECTOR }) }),
  object: struct({ target: METRIC_TARGET, metric: struct({ selector: LABEL_SELECTOR }) }),
  external: struct({ target: METRIC_TARGET, metric: struct({ selector: LABEL_SELECTOR }) }),
});

const NETWORK_PEERS = listOf(struct({ podSelector: LABEL_SELECTOR, namespaceSelector: LABEL_SELECTOR }));
const NETWORK_RULES = listOf(
  struct({
    ports: listOf(struct({ protocol: defaulted("TCP") })),
    from: NETWORK_PEERS,
    to: NETWORK_PEERS,
  }),
);

const CRONJOB_SPEC = struct({
  jobTemplate: struct({
    metadata: struct({ labels: mapOf(), annotations: mapOf() }),
    spec: JOB_SPEC,
  }),
});

/** The fields of note of each kind, beside its metadata, by `<group>/<kind>`. */
const KINDS: Readonly<Record<string, Readonly<Record<string, KnownType>>>> = {
  "/ConfigMap": { data: mapOf(), binaryData: mapOf(BYTES) },
  "/Secret": { data: mapOf(BYTES), type: defaulted("Opaque") },
  "/Pod": { spec: POD_SPEC },
  "/PodTemplate": { template: POD_TEMPLATE },
  "/ReplicationController": {
    spec: struct({ selector: mapOf(undefined, { atomic: true }), template: POD_TEMPLATE }),
  },
  "/Service": {
    spec: struct(
      {
        ports: keyedList(
          ["port", "protocol"],
          struct({ protocol: defaulted("TCP") }, { optional: ["name", "nodePort"] }),
        ),
        selector: mapOf(undefined, { atomic: true }),
        type: defaulted("ClusterIP"),
        sessionAffinity: defaulted("None"),
      },
      {
        optional: [
          "clusterIP",
          "externalName",
          "externalTrafficPolicy",
          "healthCheckNodePort",
          "loadBalancerIP",
          "publishNotReadyAddresses",
        ],
      },
    ),
  },
  "/ServiceAccount": { secrets: keyedList(["name"]), imagePullSecrets: listOf() },
  "/Endpoints": { subsets: listOf(struct({ ports: listOf(PORT) })) },
  "/PersistentVolumeClaim": { spec: CLAIM_SPEC },
  "/PersistentVolume": {
    spec: struct({ capacity: QUANTITIES, accessModes: listOf() }, { optional: ["storageClassName"] }),
  },
  "/ResourceQuota": { spec: struct({ hard: QUANTITIES }) },
  "/LimitRange": {
    spec: struct({
      limits: listOf(
        struct({
          max: QUANTITIES,
          min: QUANTITIES,
          default: QUANTITIES,
          defaultRequest: QUANTITIES,
          maxLimitRequestRatio: QUANTITIES,
        }),
      ),
    }),
  },
  "/Node": { spec: struct({}, { optional: ["unschedulable"] }) },
  "/Namespace": { spec: struct({ finalizers: listOf() }) },
  "apps/Deployment": { spec: WORKLOAD },
  "apps/DaemonSet": { spec: WORKLOAD },
  "apps/ReplicaSet": { spec: WORKLOAD },
  "apps/StatefulSet": {
    spec: struct(
      {
        selector: LABEL_SELECTOR,
        template: POD_TEMPLATE,
        volumeClaimTemplates: listOf(CLAIM_TEMPLATE),
      },
      { optional: ["minReadySeconds", "serviceName"] },
    ),
  },
  "batch/Job": { spec: JOB_SPEC },
  "batch/CronJob": { spec: CRONJOB_SPEC },
  "autoscaling/HorizontalPodAutoscaler": { spec: struct({ metrics: listOf(METRIC) }) },
  "policy/PodDisruptionBudget": { spec: struct({ selector: LABEL_SELECTOR }) },
  "networking.k8s.io/NetworkPolicy": {
    spec: struct({ podSelector: LABEL_SELECTOR, ingress: NETWORK_RULES, egress: NETWORK_RULES }),
  },
  "networking.k8s.io/Ingress": {
    spec: struct({
      rules: listOf(struct({}, { optional: ["host"] })),
      tls: listOf(struct({}, { optional: ["secretName"] })),
    }),
  },
  "rbac.authorization.k8s.io/Role": RULES,
  "rbac.authorization.k8s.io/ClusterRole": RULES,
  "rbac.authorization.k8s.io/RoleBinding": BINDING,
  "rbac.authorization.k8s.io/ClusterRoleBinding": BINDING,
  "storage.k8s.io/StorageClass": { parameters: mapOf() },
  "storage.k8s.io/CSIStorageCapacity": { capacity: QUANTITY, maximumVolumeSize: QUANTITY },
  "node.k8s.io/RuntimeClass": { overhead: struct({ podFixed: QUANTITIES }) },
  "scheduling.k8s.io/PriorityClass": {
    globalDefault: OPTIONAL,
    description: OPTIONAL,
  },
  "apiextensions.k8s.io/CustomResourceDefinition": {
    spec: struct({
      conversion: struct({ webhook: struct({ clientConfig: struct({ caBundle: BYTES }) }) }),
    }),
  },
  "apiregistration.k8s.io/APIService": {
    spec: struct({ caBundle: BYTES }, { optional: ["insecureSkipTLSVerify"] }),
  },
  "admissionregistration.k8s.io/MutatingWebhookConfiguration": WEBHOOKS,
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration": WEBHOOKS,
  "discovery.k8s.io/EndpointSlice": { ports: listOf(PORT) },
  // Custom kinds whose fields have well-known types.
  "argoproj.io/Rollout": { spec: struct({ template: struct({ spec: POD_SPEC }) }) },
  "cert-manager.io/Certificate": { spec: struct({ duration: DURATION, renewBefore: DURATION }) },
};

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "",
  "apps",
  "autoscaling",
  "batch",
  "extensions",
  "policy",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

/** What a comparison knows of an object's kind. */
export interface KnownKind {
  readonly type: StructType;
  /** Served by Kubernetes itself: absent, `null`, empty list and empty map are stored alike. */
  readonly builtIn: boolean;
}

const PLAIN: StructType = struct({ metadata: METADATA });
const KNOWN: ReadonlyMap<string, StructType> = new Map(
  Object.entries(KINDS).map(([kind, fields]) => [kind, struct({ ...fields, metadata: METADATA })]),
);

/** What is known of the kind of an object; of an unlisted kind, its metadata. */
export function knownKind(object: KubeObject): KnownKind {
  const { group, kind } = groupVersionKind(object);
  return { type: KNOWN.get(`${group}/${kind}`) ?? PLAIN, builtIn: BUILT_IN_GROUPS.has(group) };
}
