import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../../model/shared/errors.js";
import { waitUntil } from "../../host/wait.js";
import type { LabFolder } from "../../state/folder.js";
import { applyObject, type Api } from "../cluster/api.js";
import { ensureClusterSecrets } from "./certificates.js";
import { CONTROLLER_NAME } from "./envoy-gateway.js";
import { GATEWAY_CLASS, NAMESPACE } from "./paths.js";

const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const CLASSES = "/apis/gateway.networking.k8s.io/v1/gatewayclasses";
const NAMESPACE_PATH = `/api/v1/namespaces/${NAMESPACE}`;
const PREPARED = "lab.groundplan.dev/prepared-for";
const WITHIN_MS = 60_000;

const namespace = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).default({}) }),
});
const conditioned = z.looseObject({
  status: z
    .looseObject({
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .default([]),
    })
    .default({ conditions: [] }),
});

/** Whether the cluster has all that this controller needs. @param controller Absolute path of its binary. */
export async function isPrepared(api: Api, controller: string): Promise<boolean> {
  const { status, body } = await api("GET", NAMESPACE_PATH);
  return status === 200 && namespace.parse(body).metadata.annotations[PREPARED] === releaseOf(controller);
}

/**
 * Applies the definitions of the Gateway API and of Envoy Gateway, waits until they serve, and makes the
 * controller's namespace with its secrets. What the namespace is marked with says that all of it was done.
 */
export async function prepareCluster(folder: LabFolder, api: Api, controller: string): Promise<void> {
  const definitions = readDefinitions(path.join(path.dirname(controller), "crds"));
  for (const { name, yaml } of definitions) await applyObject(api, `${DEFINITIONS}/${name}`, yaml);
  for (const { name } of definitions) await awaitCondition(api, `${DEFINITIONS}/${name}`, "Established");
  await applyNamespace(api, {});
  await ensureClusterSecrets(folder, controller);
  await applyNamespace(api, { [PREPARED]: releaseOf(controller) });
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

/** Not parsed: they are megabytes, which only the API server has to understand. */
function readDefinitions(folder: string): readonly { readonly name: string; readonly yaml: string }[] {
  return readdirSync(folder)
    .flatMap((file) => readFileSync(path.join(folder, file), "utf8").split(/^---$/m))
    .flatMap((yaml) => {
      const name = /^metadata:\n(?: .*\n)*? {2}name: (\S+)$/m.exec(yaml)?.[1];
      return name === undefined ? [] : [{ name, yaml }];
    });
}

async function applyNamespace(api: Api, annotations: Readonly<Record<string, string>>): Promise<void> {
  await applyObject(api, NAMESPACE_PATH, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, annotations },
  });
}

async function awaitCondition(api: Api, url: string, type: string): Promise<void> {
  const missing = await waitUntil(async () => {
    const { status, body } = await api("GET", url);
    if (status !== 200) return `the API server answers ${status}`;
    const condition = conditioned.parse(body).status.conditions.find((one) => one.type === type);
    return condition?.status === "True" ? undefined : (condition?.message ?? "no word yet");
  }, WITHIN_MS);
  if (missing === undefined) return;
  throw new Failure({ what: `is not ${type} after ${WITHIN_MS / 1000} s: ${missing}`, where: url });
}
