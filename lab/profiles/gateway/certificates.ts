import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { run } from "../../host/command.js";
import { labFiles, type LabFolder } from "../../state/folder.js";
import { gatewayFolder, NAMESPACE } from "./paths.js";

/** Makes, once, the certificates with which Envoy and its controller know each other. */
export async function ensureCertificates(folder: LabFolder, envoyGateway: string): Promise<void> {
  const config = gatewayFolder(folder, "config");
  if (existsSync(path.join(config, "certs", "envoy-gateway", "tls.key"))) return;
  rmSync(path.join(config, "certs"), { recursive: true, force: true });
  await run([envoyGateway, "certgen", "--local", "--config-home", config]);
}

/** Makes the secrets that the controller expects in its Kubernetes namespace; those that are there stay. */
export async function ensureClusterSecrets(folder: LabFolder, envoyGateway: string): Promise<void> {
  // Its webhook tells Envoy pods their zone, and the lab's Envoy is no pod.
  await run([envoyGateway, "certgen", "--disable-topology-injector"], {
    env: { KUBECONFIG: labFiles(folder).kubeconfig, ENVOY_GATEWAY_NAMESPACE: NAMESPACE },
  });
}
