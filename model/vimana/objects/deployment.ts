import { labelsOf } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVersion, PlannedVimana } from "../planned.js";
import type { ComponentSpec } from "../schema.js";
import { wholeSeconds } from "./durations.js";
import { KINDS } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { readyWithin } from "./waits.js";

/** Name of the one container, as Vimana's operator has it. */
const CONTAINER = "grpc";

/**
 * The pods of a version.
 * @param image Reference to run, or what stands for one until it is known.
 */
export function deploymentObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
  image: string | object,
): VimanaObject {
  const of = { domain: domain.id, server: server.id, version: version.version };
  const { spec } = version;
  const drain = wholeSeconds(vimana.spec.drain);
  return namespacedObject(
    KINDS.deployment,
    vimana,
    { name: version.deployment, of, annotations: readyWithin(vimana.spec.readyTimeout) },
    {
      spec: {
        // An autoscaler's count is its own.
        ...(spec.autoscaling === undefined ? { replicas: spec.replicas ?? 1 } : {}),
        progressDeadlineSeconds: wholeSeconds(vimana.spec.readyTimeout),
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
        selector: { matchLabels: labelsOf(of) },
        template: {
          metadata: { labels: labelsOf(of) },
          spec: {
            ...(vimana.runtimeClass === undefined ? {} : { runtimeClassName: vimana.runtimeClass }),
            ...affinity(domain),
            terminationGracePeriodSeconds: drain + wholeSeconds(vimana.spec.streamGrace),
            containers: [container(vimana, spec, image, drain)],
          },
        },
      },
    },
  );
}

function container(
  vimana: PlannedVimana,
  { port, env, resources }: ComponentSpec,
  image: string | object,
  drainSeconds: number,
): Record<string, unknown> {
  return {
    name: CONTAINER,
    image,
    // A version never changes what it is, so what a node has is good.
    imagePullPolicy: "IfNotPresent",
    // Vimana's runtime refuses pods with ports.
    ...(vimana.wasm ? {} : { ports: [{ name: "grpc", containerPort: port, protocol: "TCP" }] }),
    ...(env === undefined ? {} : { env: environment(env) }),
    ...(resources === undefined ? {} : { resources }),
    // By network, because Vimana's runtime cannot execute commands in pods.
    readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
    // The gateway learns late that a pod stops. The kubelet itself waits, so it works with every runtime.
    lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
  };
}

function environment(env: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(env)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Nodes of any of the domain's regions will do. */
function affinity(domain: PlannedDomain): Record<string, unknown> {
  if (domain.nodeLabels.length === 0) return {};
  const nodeSelectorTerms = domain.nodeLabels.map((labels) => ({
    matchExpressions: Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, operator: "In", values: [value] })),
  }));
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
  };
}
