import type { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";

/** Annotation of a Job that makes it fail. */
export const FAILS = "test.example/fails";

/** Field manager of the controllers. */
export const CONTROLLERS = "controllers";

/** What the controllers of a cluster do: Deployments become available, Jobs end. */
export async function runControllers(cluster: FakeKubernetes): Promise<void> {
  for (const object of [...cluster.objects("Deployment"), ...cluster.objects("Job")]) {
    const status = statusOf(object);
    if (JSON.stringify(object["status"]) === JSON.stringify(status)) continue;
    await cluster.patch(
      refOf(object),
      { status },
      { type: "merge", subresource: "status", fieldManager: CONTROLLERS },
    );
  }
}

function statusOf(object: KubeObject): Record<string, unknown> {
  if (object.kind === "Job") {
    const type = object.metadata.annotations?.[FAILS] === "true" ? "Failed" : "Complete";
    return { conditions: [{ type, status: "True" }] };
  }
  const { replicas = 1 } = object["spec"] as { replicas?: number };
  return {
    observedGeneration: object.metadata.generation,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
  };
}
