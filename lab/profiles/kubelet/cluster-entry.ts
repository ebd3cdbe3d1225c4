import type { LabFolder } from "../../state/folder.js";
import { applyObject, clusterApi } from "../cluster/api.js";

/**
 * Tells the cluster where pods reach the API server: behind the Service `kubernetes` stands the gateway, since
 * the API server itself listens on the host's loopback only.
 */
export async function publishApiserver(folder: LabFolder, address: string, port: number): Promise<void> {
  const path = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";
  await applyObject(await clusterApi(folder), path, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: "kubernetes",
      namespace: "default",
      labels: { "kubernetes.io/service-name": "kubernetes" },
    },
    addressType: "IPv4",
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: "https", protocol: "TCP", port }],
  });
}
