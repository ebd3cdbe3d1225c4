import { z } from "zod";
import { Failure } from "../../../model/shared/errors.js";
import { waitUntil } from "../../host/wait.js";
import type { LabFolder } from "../../state/folder.js";
import { clusterApi } from "../cluster/api.js";
import { NODE_NAME } from "./paths.js";

const READY_WITHIN_MS = 60_000;

const nodeObject = z.looseObject({
  status: z.looseObject({
    conditions: z
      .array(
        z.looseObject({
          type: z.string(),
          status: z.string(),
          lastHeartbeatTime: z.string(),
          message: z.string(),
        }),
      )
      .default([]),
  }),
  spec: z.looseObject({ taints: z.array(z.looseObject({ key: z.string() })).default([]) }),
});

/**
 * Waits until pods can be scheduled to the node.
 * @param since Reports of before do not count: they are of the node's last life.
 * @throws Failure with the node's own words when it does not come.
 */
export async function awaitNodeReady(folder: LabFolder, since: Date): Promise<void> {
  const api = await clusterApi(folder);
  const missing = await waitUntil(async () => {
    const { status, body } = await api("GET", `/api/v1/nodes/${NODE_NAME}`);
    return status === 200 ? whatIsMissing(nodeObject.parse(body), since) : `the API server answers ${status}`;
  }, READY_WITHIN_MS);
  if (missing === undefined) return;
  throw new Failure({
    what: `the node is not ready after ${READY_WITHIN_MS / 1000} s: ${missing}`,
    where: NODE_NAME,
    next: `See ${folder.root}/logs/kubelet.log and containerd.log beside it`,
  });
}

function whatIsMissing({ status, spec }: z.infer<typeof nodeObject>, since: Date): string | undefined {
  const ready = status.conditions.find(({ type }) => type === "Ready");
  // Times in objects are whole seconds, cut off.
  const isCurrent =
    ready !== undefined && Date.parse(ready.lastHeartbeatTime) >= Math.floor(since.getTime() / 1000) * 1000;
  if (!isCurrent) return "it has not reported yet";
  if (ready.status !== "True") return ready.message;
  const taint = spec.taints.find(({ key }) => key.startsWith("node.kubernetes.io/"));
  return taint === undefined ? undefined : `it is tainted ${taint.key}`;
}
