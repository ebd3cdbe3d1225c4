import path from "node:path";
import type { LabFolder } from "../../state/folder.js";
import { applyObject, type Api } from "../cluster/api.js";
import {
  applyDefinitions,
  applyNamespace,
  awaitCondition,
  isPreparedFor,
  readPublished,
} from "../cluster/definitions.js";
import { ensureClusterSecrets } from "./certificates.js";
import { CONTROLLER_NAME } from "./envoy-gateway.js";
import { GATEWAY_CLASS, NAMESPACE } from "./paths.js";

const CLASSES = "/apis/gateway.networking.k8s.io/v1/gatewayclasses";

/** Whether the cluster has all that this controller needs. @param controller Absolute path of its binary. */
export function isPrepared(api: Api, controller: string): Promise<boolean> {
  return isPreparedFor(api, NAMESPACE, releaseOf(controller));
}

/**
 * Applies the definitions of the Gateway API and of Envoy Gateway, waits until they serve, and makes the
 * controller's namespace with its secrets.
 */
export async function prepareCluster(folder: LabFolder, api: Api, controller: string): Promise<void> {
  await applyDefinitions(api, readPublished(path.join(path.dirname(controller), "crds")));
  await applyNamespace(api, NAMESPACE);
  await ensureClusterSecrets(folder, controller);
  await applyNamespace(api, NAMESPACE, releaseOf(controller));
}

/** Applies the class that Gateways name, and waits until the controller has accepted it. */
export async function applyClass(api: Api): Promise<void> {
  await applyObject(api, `${CLASSES}/${GATEWAY_CLASS}`, {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: GATEWAY_CLASS },
    spec: { controllerName: CONTROLLER_NAME },
  });
  await awaitCondition(api, `${CLASSES}/${GATEWAY_CLASS}`, "Accepted");
}

/** Its folder in the cache is named by its version. */
function releaseOf(controller: string): string {
  return path.basename(path.dirname(controller));
}
