import { condition, live, statusOf } from "./live.js";

const READY = [condition("Ready", "True")];
const NOT_READY = [condition("Ready", "False", "Failed", "no")];
const READY_UNKNOWN = [condition("Ready", "Unknown")];
const STALE = { metadata: { generation: 2 } };

type Case = readonly [apiVersion: string, kind: string, status: object, expected: string, rest?: object];

const CASES: readonly Case[] = [
  ["argoproj.io/v1alpha1", "Workflow", {}, "Progressing"],
  ["argoproj.io/v1alpha1", "Workflow", { phase: "Running" }, "Progressing"],
  ["argoproj.io/v1alpha1", "Workflow", { phase: "Succeeded" }, "Healthy"],
  ["argoproj.io/v1alpha1", "Workflow", { phase: "Error" }, "Degraded"],
  ["argoproj.io/v1alpha1", "Workflow", { phase: "Omitted" }, "Unknown"],
  ["argoproj.io/v1alpha1", "Rollout", {}, "Progressing"],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Healthy", observedGeneration: "1" }, "Healthy"],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Healthy", observedGeneration: "1" }, "Progressing", STALE],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Paused" }, "Suspended"],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Degraded" }, "Degraded"],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Progressing" }, "Progressing"],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Progressing", pauseConditions: [{}] }, "Suspended"],
  ["argoproj.io/v1alpha1", "Rollout", { conditions: [condition("InvalidSpec", "True")] }, "Degraded"],
  [
    "argoproj.io/v1alpha1",
    "Rollout",
    { phase: "Progressing", conditions: [condition("Progressing", "False", "RolloutAborted")] },
    "Degraded",
  ],
  ["argoproj.io/v1alpha1", "Rollout", { phase: "Healthy" }, "Suspended", { spec: { paused: true } }],
  [
    "argoproj.io/v1alpha1",
    "Rollout",
    {
      currentPodHash: "a",
      blueGreen: { activeSelector: "a" },
      updatedReplicas: 1,
      availableReplicas: 1,
      replicas: 1,
    },
    "Healthy",
    { spec: { replicas: 1 } },
  ],
  ["argoproj.io/v1alpha1", "Rollout", { currentPodHash: "a" }, "Progressing", { spec: { replicas: 1 } }],
  [
    "argoproj.io/v1alpha1",
    "Rollout",
    { currentPodHash: "a", blueGreen: { activeSelector: "b" } },
    "Progressing",
  ],

  ["cert-manager.io/v1", "Certificate", {}, "Progressing"],
  ["cert-manager.io/v1", "Certificate", { conditions: READY }, "Healthy"],
  ["cert-manager.io/v1", "Certificate", { conditions: NOT_READY }, "Degraded"],
  [
    "cert-manager.io/v1",
    "Certificate",
    { conditions: [...NOT_READY, condition("Issuing", "True")] },
    "Progressing",
  ],
  ["cert-manager.io/v1", "Issuer", { conditions: READY }, "Healthy"],
  ["cert-manager.io/v1", "ClusterIssuer", { conditions: NOT_READY }, "Degraded"],
  ["cert-manager.io/v1", "ClusterIssuer", {}, "Progressing"],
  [
    "cert-manager.io/v1",
    "CertificateRequest",
    { conditions: [condition("Ready", "False", "Pending")] },
    "Progressing",
  ],
  [
    "cert-manager.io/v1",
    "CertificateRequest",
    { conditions: [condition("Ready", "False", "Failed")] },
    "Degraded",
  ],
  ["cert-manager.io/v1", "CertificateRequest", { conditions: [condition("Denied", "True")] }, "Degraded"],
  ["cert-manager.io/v1", "CertificateRequest", { conditions: READY }, "Healthy"],
  ["acme.cert-manager.io/v1", "Challenge", { state: "pending" }, "Progressing"],
  ["acme.cert-manager.io/v1", "Challenge", { state: "invalid" }, "Degraded"],
  ["acme.cert-manager.io/v1", "Order", { state: "valid" }, "Healthy"],

  [
    "gateway.networking.k8s.io/v1",
    "GatewayClass",
    { conditions: [condition("Accepted", "True")] },
    "Healthy",
  ],
  [
    "gateway.networking.k8s.io/v1",
    "GatewayClass",
    { conditions: [condition("Accepted", "Unknown")] },
    "Progressing",
  ],
  [
    "gateway.networking.k8s.io/v1",
    "GatewayClass",
    { conditions: [condition("Accepted", "True", "", "", 1)] },
    "Progressing",
    STALE,
  ],
  ["gateway.networking.k8s.io/v1", "Gateway", {}, "Progressing"],
  [
    "gateway.networking.k8s.io/v1",
    "Gateway",
    { conditions: [condition("Accepted", "True"), condition("Programmed", "True")] },
    "Healthy",
  ],
  [
    "gateway.networking.k8s.io/v1",
    "Gateway",
    { conditions: [condition("Accepted", "True"), condition("Programmed", "False")] },
    "Progressing",
  ],
  ["gateway.networking.k8s.io/v1", "Gateway", { conditions: [condition("Accepted", "False")] }, "Degraded"],
  [
    "gateway.networking.k8s.io/v1",
    "Gateway",
    {
      conditions: [condition("Accepted", "True")],
      listeners: [
        { name: "https", conditions: [condition("ResolvedRefs", "False", "InvalidCertificateRef")] },
      ],
    },
    "Degraded",
  ],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", { parents: [] }, "Progressing"],
  [
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    { parents: [{ parentRef: { name: "g" }, conditions: [condition("Accepted", "True", "", "", 1)] }] },
    "Healthy",
  ],
  [
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    { parents: [{ parentRef: { name: "g" }, conditions: [condition("Accepted", "True", "", "", 1)] }] },
    "Progressing",
    STALE,
  ],
  [
    "gateway.networking.k8s.io/v1",
    "GRPCRoute",
    {
      parents: [
        { conditions: READY },
        { conditions: [condition("ResolvedRefs", "False", "BackendNotFound")] },
      ],
    },
    "Degraded",
  ],

  ["kustomize.toolkit.fluxcd.io/v1", "Kustomization", { conditions: READY }, "Healthy"],
  ["kustomize.toolkit.fluxcd.io/v1", "Kustomization", { conditions: NOT_READY }, "Degraded"],
  ["helm.toolkit.fluxcd.io/v2", "HelmRelease", { conditions: READY_UNKNOWN }, "Progressing"],
  [
    "source.toolkit.fluxcd.io/v1",
    "GitRepository",
    { conditions: READY },
    "Suspended",
    { spec: { suspend: true } },
  ],
  [
    "source.toolkit.fluxcd.io/v1",
    "GitRepository",
    { conditions: READY, observedGeneration: 1 },
    "Progressing",
    STALE,
  ],
  ["notification.toolkit.fluxcd.io/v1beta3", "Provider", {}, "Healthy"],
  ["notification.toolkit.fluxcd.io/v1beta2", "Provider", { conditions: NOT_READY }, "Degraded"],

  ["serving.knative.dev/v1", "Service", {}, "Progressing"],
  [
    "serving.knative.dev/v1",
    "Service",
    { conditions: ["ConfigurationsReady", "RoutesReady", "Ready"].map((type) => condition(type, "True")) },
    "Healthy",
  ],
  ["serving.knative.dev/v1", "Service", { conditions: READY }, "Progressing"],
  ["serving.knative.dev/v1", "Service", { conditions: NOT_READY }, "Degraded"],

  ["keda.sh/v1alpha1", "ScaledObject", {}, "Progressing"],
  ["keda.sh/v1alpha1", "ScaledObject", { conditions: READY }, "Healthy"],
  ["keda.sh/v1alpha1", "ScaledObject", { conditions: [...READY, condition("Paused", "True")] }, "Suspended"],
  ["keda.sh/v1alpha1", "ScaledObject", { conditions: [...READY, condition("Fallback", "True")] }, "Degraded"],
  ["keda.sh/v1alpha1", "ScaledJob", { conditions: NOT_READY }, "Degraded"],

  ["tekton.dev/v1", "PipelineRun", {}, "Progressing"],
  ["tekton.dev/v1", "PipelineRun", { conditions: [condition("Succeeded", "Unknown")] }, "Progressing"],
  ["tekton.dev/v1", "PipelineRun", { conditions: [condition("Succeeded", "True")] }, "Healthy"],
  ["tekton.dev/v1", "TaskRun", { conditions: [condition("Succeeded", "False")] }, "Degraded"],

  ["external-secrets.io/v1", "ExternalSecret", { conditions: READY }, "Healthy"],
  ["external-secrets.io/v1", "ExternalSecret", { conditions: NOT_READY }, "Degraded"],
  ["external-secrets.io/v1", "ClusterSecretStore", {}, "Progressing"],
  ["bitnami.com/v1alpha1", "SealedSecret", { conditions: [condition("Synced", "True")] }, "Healthy"],
  ["bitnami.com/v1alpha1", "SealedSecret", { conditions: [condition("Synced", "False")] }, "Degraded"],
  ["bitnami.com/v1alpha1", "SealedSecret", {}, "Progressing"],

  ["s3.aws.upbound.io/v1beta1", "Bucket", {}, "Progressing"],
  ["s3.aws.upbound.io/v1beta1", "Bucket", { conditions: [condition("Synced", "True")] }, "Progressing"],
  ["s3.aws.upbound.io/v1beta1", "Bucket", { conditions: [condition("Synced", "True"), ...READY] }, "Healthy"],
  [
    "s3.aws.upbound.io/v1beta1",
    "Bucket",
    { conditions: [...READY, condition("Synced", "False")] },
    "Degraded",
  ],
  [
    "s3.aws.upbound.io/v1beta1",
    "Bucket",
    { conditions: [...READY, condition("Synced", "False", "ReconcilePaused")] },
    "Suspended",
  ],
  ["aws.upbound.io/v1beta1", "ProviderConfig", {}, "Healthy"],
  ["apiextensions.crossplane.io/v1", "Composition", {}, "Healthy"],
  ["pkg.crossplane.io/v1", "Provider", { conditions: [condition("Healthy", "True")] }, "Healthy"],
  [
    "pkg.crossplane.io/v1",
    "Provider",
    { conditions: [condition("Installed", "True"), condition("Healthy", "False")] },
    "Progressing",
  ],

  ["monitoring.coreos.com/v1", "Prometheus", {}, "Progressing"],
  ["monitoring.coreos.com/v1", "Prometheus", { conditions: [condition("Available", "True")] }, "Healthy"],
  [
    "monitoring.coreos.com/v1",
    "Alertmanager",
    { conditions: [condition("Available", "Degraded", "SomePodsNotReady")] },
    "Progressing",
  ],
  [
    "monitoring.coreos.com/v1",
    "Alertmanager",
    { conditions: [condition("Available", "False", "NoPodReady")] },
    "Degraded",
  ],

  ["kafka.strimzi.io/v1beta2", "Kafka", {}, "Progressing"],
  ["kafka.strimzi.io/v1beta2", "Kafka", { conditions: READY }, "Healthy"],
  [
    "kafka.strimzi.io/v1beta2",
    "Kafka",
    { conditions: [condition("NotReady", "True", "Creating")] },
    "Progressing",
  ],
  [
    "kafka.strimzi.io/v1beta2",
    "Kafka",
    { conditions: [condition("NotReady", "True", "Broken")] },
    "Degraded",
  ],
  [
    "kafka.strimzi.io/v1beta2",
    "KafkaTopic",
    { conditions: [condition("ReconciliationPaused", "True")] },
    "Suspended",
  ],
  [
    "kafka.strimzi.io/v1beta2",
    "KafkaUser",
    { conditions: READY, observedGeneration: 1 },
    "Progressing",
    STALE,
  ],

  ["cluster.x-k8s.io/v1beta1", "Cluster", {}, "Progressing"],
  ["cluster.x-k8s.io/v1beta1", "Cluster", { phase: "Provisioned" }, "Healthy"],
  ["cluster.x-k8s.io/v1beta1", "Cluster", { phase: "Provisioned", conditions: NOT_READY }, "Degraded"],
  ["cluster.x-k8s.io/v1beta1", "Cluster", { phase: "Failed" }, "Degraded"],
  ["cluster.x-k8s.io/v1beta1", "Cluster", { phase: "Provisioned" }, "Suspended", { spec: { paused: true } }],
  ["cluster.x-k8s.io/v1beta1", "Machine", { phase: "Running" }, "Healthy"],
  ["cluster.x-k8s.io/v1beta1", "Machine", { phase: "Provisioning" }, "Progressing"],
  ["cluster.x-k8s.io/v1beta1", "MachineDeployment", { phase: "Failed" }, "Degraded"],

  ["snapshot.storage.k8s.io/v1", "VolumeSnapshot", {}, "Progressing"],
  ["snapshot.storage.k8s.io/v1", "VolumeSnapshot", { readyToUse: true }, "Healthy"],
  [
    "snapshot.storage.k8s.io/v1",
    "VolumeSnapshot",
    { readyToUse: false, error: { message: "full" } },
    "Degraded",
  ],
];

describe("health of custom kinds", () => {
  for (const [apiVersion, kind, status, expected, rest] of CASES) {
    it(`${kind} ${JSON.stringify({ status, ...rest })} is ${expected}`, () => {
      expect(statusOf(live(apiVersion, kind, { spec: {}, status, ...rest }))).toBe(expected);
    });
  }
});
