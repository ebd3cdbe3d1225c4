import { FULL_TASKS } from "./full-tasks.js";

const FINAL_TASKS = [
  {
    name: "end",
    paramValues: [
      { name: "s", value: "$(tasks.make.status)" },
      { name: "agg", value: "$(tasks.status)" },
      { name: "r", value: "$(tasks.make.results.endpoint)" },
    ],
    when: [{ input: "$(tasks.make.status)", operator: "in", values: ["Succeeded"] }],
    spec: {
      params: [{ name: "s" }, { name: "agg" }, { name: "r" }],
      steps: [{ image: "u", script: "echo $(params.s)" }],
    },
  },
];

const UNIT = {
  params: [
    { name: "size", default: "s" },
    { name: "list", type: "array", default: ["a", "b"] },
    {
      name: "obj",
      type: "object",
      properties: { k: { type: "string" }, l: {} },
      default: { k: "1", l: "2" },
    },
    { name: "color", default: "red" },
  ],
  secrets: [{ name: "dns" }],
  accounts: [{ name: "gcp" }],
  workspaces: [
    { name: "src", emptyDir: {} },
    { name: "cache", description: "d", optional: true },
    {
      name: "vol",
      volumeClaimTemplate: {
        metadata: { name: "x" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
      subPath: "a",
    },
    { name: "cm", configMap: { name: "c", items: [{ key: "a", path: "b", mode: 420 }] } },
    { name: "sec", secret: { secretName: "s" } },
    { name: "pvc", persistentVolumeClaim: { claimName: "p" } },
    {
      name: "pr",
      projected: {
        sources: [{ secret: { name: "x" } }, { serviceAccountToken: { path: "t", expirationSeconds: 3600 } }],
      },
    },
    { name: "csi", csi: { driver: "d", readOnly: true } },
  ],
  timeouts: { pipeline: "1h", tasks: "30m", finally: "10m" },
  serviceAccountName: "sa",
  podTemplate: {
    nodeSelector: { a: "b" },
    tolerations: [{ key: "k", operator: "Exists", effect: "NoSchedule", tolerationSeconds: 3 }],
    securityContext: { runAsUser: 1000, runAsNonRoot: true, fsGroup: 1 },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] }],
        },
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: "t", labelSelector: { matchLabels: { a: "b" } } } },
        ],
      },
    },
    volumes: [{ name: "v", emptyDir: {} }],
    imagePullSecrets: [{ name: "x" }],
    hostAliases: [{ ip: "1.1.1.1", hostnames: ["a"] }],
    dnsConfig: { nameservers: ["1.1.1.1"], options: [{ name: "n", value: "v" }] },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "t", whenUnsatisfiable: "DoNotSchedule", labelSelector: {} },
    ],
    env: [{ name: "A", value: "b" }],
  },
  results: [
    { name: "endpoint", description: "d", value: "$(tasks.make.results.endpoint)" },
    { name: "arr", type: "array", value: ["$(tasks.make.results.many[*])"] },
    { name: "ok", value: "$(tasks.make.results.o.a)" },
  ],
};

/** A good request with every kind of field. */
export const FULL_REQUEST = {
  ...{ name: "carv01", total: 3, target: 2 },
  build: { ...UNIT, tasks: FULL_TASKS, finally: FINAL_TASKS },
  clean: {
    tasks: [
      {
        name: "drop",
        spec: {
          steps: [
            {
              name: "rm",
              image: "ubuntu",
              script: "echo $(params.name) $(params.inst_id) $(params.result_endpoint)",
            },
          ],
        },
      },
    ],
  },
};
