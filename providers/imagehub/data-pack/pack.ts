import type { KubernetesClient, ObjectRef } from "../../../clients/kubernetes/types.js";
import { API_VERSION, KINDS } from "../../../model/imagehub/constants.js";
import { clusterTarget } from "../../targets/cluster.js";
import type { KindContext } from "../../runtime/context.js";
import type { DataPackInputs } from "../data-pack.js";
import { type Holder, holderKey } from "../holders.js";

/** Everything that the steps of one operation on one data pack need. */
export interface Pack {
  readonly context: KindContext;
  readonly client: KubernetesClient;
  readonly inputs: DataPackInputs;
  readonly name: string;
  readonly ref: ObjectRef;
  /** Key of this resource among the holders. */
  readonly key: string;
  /** This resource's claim, with the token of the running operation. */
  readonly claim: Holder;
}

/** Connects to the cluster of a data pack. */
export async function openPack(context: KindContext, name: string, inputs: DataPackInputs): Promise<Pack> {
  return {
    context,
    client: await context.target(clusterTarget, inputs.cluster),
    inputs,
    name,
    ref: { apiVersion: API_VERSION, kind: KINDS.dataPack, name },
    key: holderKey(context.scope, context.resource, context.urn),
    claim: { token: context.token, ...(inputs.refreshPolicy === "never" ? { keep: true } : {}) },
  };
}
