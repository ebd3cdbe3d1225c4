import {
  defaulted,
  keyedList,
  listOf,
  mapOf,
  QUANTITY,
  scalar,
  struct,
  type ListType,
  type StructType,
} from "./known-type.js";

/** A reference or selector that is written as one value. */
const ATOMIC = { atomic: true } as const;

export const LABEL_SELECTOR: StructType = struct(
  { matchLabels: mapOf(), matchExpressions: listOf(struct({ values: listOf() })) },
  ATOMIC,
);

export const QUANTITIES = mapOf(QUANTITY);

export const RESOURCES: StructType = struct({
  limits: QUANTITIES,
  requests: QUANTITIES,
  claims: keyedList(["name"]),
});

/** Ports of containers: a name may be missing, a protocol is TCP. */
const CONTAINER_PORTS: ListType = keyedList(
  ["containerPort", "protocol"],
  struct({ protocol: defaulted("TCP") }, { optional: ["name", "hostPort", "hostIP"] }),
);

const KEY_REF = struct({}, { atomic: true, optional: ["name"] });
const FIELD_REF = struct({ apiVersion: defaulted("v1") }, ATOMIC);
const RESOURCE_FIELD_REF = struct(
  { divisor: scalar("quantity", { defaultsTo: "0" }) },
  { atomic: true, optional: ["containerName"] },
);

const ENV: ListType = keyedList(
  ["name"],
  struct(
    {
      valueFrom: struct({
        configMapKeyRef: KEY_REF,
        secretKeyRef: KEY_REF,
        fieldRef: FIELD_REF,
        resourceFieldRef: RESOURCE_FIELD_REF,
      }),
    },
    { optional: ["value"] },
  ),
);

const HTTP_GET = struct(
  { scheme: defaulted("HTTP"), path: defaulted("/"), httpHeaders: listOf() },
  { optional: ["host"] },
);

const HANDLERS = {
  httpGet: HTTP_GET,
  exec: struct({ command: listOf() }),
  tcpSocket: struct({}, { optional: ["host"] }),
};

const PROBE = struct(
  {
    ...HANDLERS,
    timeoutSeconds: defaulted(1),
    periodSeconds: defaulted(10),
    successThreshold: defaulted(1),
    failureThreshold: defaulted(3),
  },
  { optional: ["initialDelaySeconds"] },
);

const CONTAINER: StructType = struct(
  {
    env: ENV,
    envFrom: listOf(
      struct(
        {
          configMapRef: struct({}, { optional: ["name"] }),
          secretRef: struct({}, { optional: ["name"] }),
        },
        { optional: ["prefix"] },
      ),
    ),
    ports: CONTAINER_PORTS,
    resources: RESOURCES,
    volumeMounts: keyedList(["mountPath"], struct({}, { optional: ["readOnly", "subPath", "subPathExpr"] })),
    volumeDevices: keyedList(["devicePath"]),
    livenessProbe: PROBE,
    readinessProbe: PROBE,
    startupProbe: PROBE,
    lifecycle: struct({ postStart: struct(HANDLERS), preStop: struct(HANDLERS) }),
    securityContext: struct({ capabilities: struct({ add: listOf(), drop: listOf() }) }),
    terminationMessagePath: defaulted("/dev/termination-log"),
    terminationMessagePolicy: defaulted("File"),
  },
  { optional: ["image", "imagePullPolicy", "workingDir", "stdin", "stdinOnce", "tty"] },
);

const PATHS = listOf(struct({ fieldRef: FIELD_REF, resourceFieldRef: RESOURCE_FIELD_REF }));

/** What a claim asks for. */
export const CLAIM_SPEC: StructType = struct(
  {
    accessModes: listOf(),
    resources: RESOURCES,
    selector: LABEL_SELECTOR,
    volumeMode: defaulted("Filesystem"),
    dataSource: struct({}, ATOMIC),
  },
  { optional: ["volumeName"] },
);

/** A mode of 0 is one, so only leaving it out means the default. */
const DEFAULT_MODE = scalar("plain", { defaultsTo: 0o644 });

const VOLUME: StructType = struct({
  emptyDir: struct({ sizeLimit: QUANTITY }, { optional: ["medium"] }),
  ephemeral: struct({ volumeClaimTemplate: struct({ metadata: templateMetadata(), spec: CLAIM_SPEC }) }),
  downwardAPI: struct({ items: PATHS, defaultMode: DEFAULT_MODE }),
  configMap: struct({ items: listOf(), defaultMode: DEFAULT_MODE }, { optional: ["name"] }),
  secret: struct({ items: listOf(), defaultMode: DEFAULT_MODE }, { optional: ["secretName"] }),
  hostPath: struct({ type: defaulted("") }),
  projected: struct({
    defaultMode: DEFAULT_MODE,
    sources: listOf(
      struct({
        downwardAPI: struct({ items: PATHS }),
        serviceAccountToken: struct(
          { expirationSeconds: scalar("plain", { defaultsTo: 3600 }) },
          { optional: ["audience"] },
        ),
      }),
    ),
  }),
  persistentVolumeClaim: struct({}, { optional: ["readOnly"] }),
  nfs: struct({}, { optional: ["readOnly"] }),
  csi: struct({ volumeAttributes: mapOf() }),
});

/** Metadata inside an object: of pod and claim templates. */
function templateMetadata(): StructType {
  return struct(
    { labels: mapOf(), annotations: mapOf() },
    { optional: ["name", "generateName", "namespace"] },
  );
}

export const POD_SPEC: StructType = struct(
  {
    containers: keyedList(["name"], CONTAINER),
    initContainers: keyedList(["name"], CONTAINER),
    ephemeralContainers: keyedList(["name"], CONTAINER),
    volumes: keyedList(["name"], VOLUME),
    imagePullSecrets: keyedList(["name"]),
    hostAliases: keyedList(["ip"]),
    schedulingGates: keyedList(["name"]),
    resourceClaims: keyedList(["name"]),
    topologySpreadConstraints: keyedList(
      ["topologyKey", "whenUnsatisfiable"],
      struct({ labelSelector: LABEL_SELECTOR }),
    ),
    nodeSelector: mapOf(undefined, ATOMIC),
    overhead: QUANTITIES,
    resources: RESOURCES,
    tolerations: listOf(struct({}, { optional: ["key", "operator", "value", "effect"] })),
    restartPolicy: defaulted("Always"),
    dnsPolicy: defaulted("ClusterFirst"),
    schedulerName: defaulted("default-scheduler"),
  },
  {
    optional: [
      "hostNetwork",
      "hostPID",
      "hostIPC",
      "hostname",
      "subdomain",
      "nodeName",
      "serviceAccount",
      "serviceAccountName",
      "priorityClassName",
    ],
  },
);

export const POD_TEMPLATE: StructType = struct({ metadata: templateMetadata(), spec: POD_SPEC });

export const CLAIM_TEMPLATE: StructType = struct({
  metadata: templateMetadata(),
  spec: CLAIM_SPEC,
  apiVersion: defaulted("v1"),
  kind: defaulted("PersistentVolumeClaim"),
});
