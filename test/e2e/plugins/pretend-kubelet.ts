import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";

const POD = { group: "", version: "v1", kind: "Pod" };

/** For `schedulerName` of the pods, which no real scheduler answers to. */
export const PRETEND_SCHEDULER = "pretend-kubelet";

/** A node that exists as an object only; pods of one namespace behave as this test wants. */
export interface PretendKubelet {
  readonly node: string;
  stop(): Promise<void>;
}

/**
 * Reports every pod of a namespace as its label `fate` says: `run` (the default), `succeed`, `fail` or `starve`
 * (its image cannot be pulled). Pods are bound to the node here, so they name {@link PRETEND_SCHEDULER}: the cluster's own
 * scheduler would race for them. Deleted ones are gone at once.
 */
export async function startPretendKubelet(
  client: KubernetesClient,
  namespace: string,
): Promise<PretendKubelet> {
  const node = `pretend-${process.pid}`;
  await client.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: node, labels: { pretend: node } },
  });
  await client.patch(
    { apiVersion: "v1", kind: "Node", name: node },
    { status: { conditions: [{ type: "Ready", status: "True" }] } },
    { type: "merge", subresource: "status" },
  );
  const stopping = new AbortController();
  const watching = (async () => {
    for await (const { type, object } of client.watch(POD, { namespace, signal: stopping.signal })) {
      if (type === "DELETED") continue;
      // The object may have changed meanwhile: its next event brings us here again.
      await treat(client, node, object).catch(() => undefined);
    }
  })().catch(() => undefined);
  return {
    node,
    async stop() {
      stopping.abort();
      await watching;
      await client.delete({ apiVersion: "v1", kind: "Node", name: node });
    },
  };
}

async function treat(client: KubernetesClient, node: string, pod: KubeObject): Promise<void> {
  const { namespace = "", name = "" } = pod.metadata;
  const ref = { apiVersion: "v1", kind: "Pod", namespace, name };
  if (pod.metadata.deletionTimestamp !== undefined) {
    await client.delete(ref, { gracePeriodSeconds: 0 });
    return;
  }
  if ((pod["spec"] as { nodeName?: string }).nodeName === undefined) {
    await client.request("POST", `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name, namespace },
      target: { apiVersion: "v1", kind: "Node", name: node },
    });
    return;
  }
  const status = statusOf(pod.metadata.labels?.["fate"] ?? "run");
  if ((pod["status"] as { phase?: string }).phase === status.phase && status.phase !== "Pending") return;
  await client.patch(ref, { status }, { type: "merge", subresource: "status" });
}

function statusOf(fate: string): { phase: string } & Record<string, unknown> {
  const containerStatuses = (state: object, ready: boolean) => [
    { name: "c", image: "i", imageID: "i", ready, restartCount: 0, state },
  ];
  switch (fate) {
    case "succeed":
      return {
        phase: "Succeeded",
        containerStatuses: containerStatuses({ terminated: { exitCode: 0 } }, false),
      };
    case "fail":
      return {
        phase: "Failed",
        containerStatuses: containerStatuses(
          { terminated: { exitCode: 1, reason: "Error", message: "it broke" } },
          false,
        ),
      };
    case "starve":
      return {
        phase: "Pending",
        containerStatuses: containerStatuses(
          { waiting: { reason: "ImagePullBackOff", message: "no such image" } },
          false,
        ),
      };
    default:
      return {
        phase: "Running",
        podIP: "10.1.2.3",
        podIPs: [{ ip: "10.1.2.3" }],
        conditions: ["Ready", "ContainersReady", "Initialized", "PodScheduled"].map((type) => ({
          type,
          status: "True",
        })),
        containerStatuses: containerStatuses({ running: { startedAt: "2026-01-01T00:00:00Z" } }, true),
      };
  }
}
