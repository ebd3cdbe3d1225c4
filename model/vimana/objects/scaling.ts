import { labelsOf } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVersion, PlannedVimana } from "../planned.js";
import type { ComponentSpec } from "../schema.js";
import { KINDS } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";

/** What Kubernetes itself takes when an autoscaler names no metric. */
const DEFAULT_CPU_PERCENT = 80;

type Autoscaling = NonNullable<ComponentSpec["autoscaling"]>;

/** The autoscaler of a version, named as its Deployment; undefined when none is declared. */
export function autoscalerObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
): VimanaObject | undefined {
  const { autoscaling } = version.spec;
  if (autoscaling === undefined) return undefined;
  const { apiVersion, kind } = KINDS.deployment;
  return namespacedObject(
    KINDS.autoscaler,
    vimana,
    { name: version.deployment, of: { domain: domain.id, server: server.id, version: version.version } },
    {
      spec: {
        scaleTargetRef: { apiVersion, kind, name: version.deployment },
        minReplicas: autoscaling.min,
        maxReplicas: autoscaling.max,
        metrics: metrics(autoscaling),
      },
    },
  );
}

/** How many pods of a version must stay, named as its Deployment; undefined when nothing is declared. */
export function disruptionBudgetObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
): VimanaObject | undefined {
  const { minAvailable } = version.spec;
  if (minAvailable === undefined) return undefined;
  const of = { domain: domain.id, server: server.id, version: version.version };
  return namespacedObject(
    KINDS.disruptionBudget,
    vimana,
    { name: version.deployment, of },
    { spec: { minAvailable, selector: { matchLabels: labelsOf(of) } } },
  );
}

function metrics({ cpuPercent, metrics: others = [] }: Autoscaling): unknown[] {
  const percent = cpuPercent ?? (others.length === 0 ? DEFAULT_CPU_PERCENT : undefined);
  if (percent === undefined) return others;
  return [
    {
      type: "Resource",
      resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
    },
    ...others,
  ];
}
