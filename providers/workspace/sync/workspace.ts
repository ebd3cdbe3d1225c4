import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import type { KindContext } from "../../runtime/context.js";
import { clusterTarget } from "../../targets/cluster.js";
import type { SyncInputs } from "../sync.js";
import { type WorkspaceMarks, workspaceMarks } from "./marks.js";

/** Inputs that name a workspace; they are in every state. */
export type WorkspaceName = Pick<SyncInputs, "cluster" | "namespace" | "name">;

/** What every step of one operation on one workspace needs. */
export interface Workspace {
  readonly context: KindContext;
  readonly client: KubernetesClient;
  readonly name: string;
  /** Namespace of namespaced objects that name none; empty when there is none. */
  readonly namespace: string;
  /** Field manager of everything that the workspace applies; the same for ever, whatever the resource is called. */
  readonly fieldManager: string;
  readonly marks: WorkspaceMarks;
  /** For messages: `workspace shop on cluster lab`. */
  readonly where: string;
}

/** Connects to the cluster of a workspace. */
export async function openWorkspace(
  context: KindContext,
  { cluster, namespace, name }: WorkspaceName,
): Promise<Workspace> {
  return {
    context,
    client: await context.target(clusterTarget, cluster),
    name,
    namespace,
    fieldManager: `groundplan-workspace-${name}`,
    marks: workspaceMarks(context.scope, { namespace, name }, context.token),
    where: `workspace ${name} on cluster ${cluster}`,
  };
}

/** Id of the resource: readable, and unique within a cluster. */
export function idOf({ namespace, name }: WorkspaceName): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}
