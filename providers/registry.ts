import type { AnyKind } from "./runtime/kind.js";

/**
 * The kinds of this package by frozen name. Each is imported on first use, so that the provider process loads
 * only what a stack has.
 */
export const builtInKinds: Readonly<Record<string, () => Promise<AnyKind>>> = {
  "artifact.TektonCheck": async () => (await import("./artifact/tekton-check.js")).tektonCheck,
  "artifact.ArtifactLease": async () => (await import("./artifact/artifact-lease.js")).artifactLease,
  "artifact.ArtifactPool": async () => (await import("./artifact/artifact-pool.js")).artifactPool,
  "gateway.Gateway4To6": async () => (await import("./gateway/four-to-six.js")).gateway4To6,
  "gateway.GatewayDelegate": async () => (await import("./gateway/delegate.js")).gatewayDelegate,
  "gateway.GatewayNameServer": async () => (await import("./gateway/name-server.js")).gatewayNameServer,
  "gateway.GatewayProxy": async () => (await import("./gateway/proxy.js")).gatewayProxy,
  "gateway.GatewayReverseProxy": async () => (await import("./gateway/reverse-proxy.js")).gatewayReverseProxy,
  "gateway.GatewayRouter": async () => (await import("./gateway/router.js")).gatewayRouter,
  "gateway.GatewaySixNetwork": async () => (await import("./gateway/six-network.js")).gatewaySixNetwork,
  "gateway.GatewaySubdomain": async () => (await import("./gateway/subdomain.js")).gatewaySubdomain,
  "gateway.GatewayTunnels": async () => (await import("./gateway/tunnels.js")).gatewayTunnels,
  "imagehub.DataPack": async () => (await import("./imagehub/data-pack.js")).dataPack,
  "imagehub.HubSync": async () => (await import("./imagehub/hub-sync.js")).hubSync,
  "imagehub.ImageRetirement": async () => (await import("./imagehub/image-retirement.js")).imageRetirement,
  "imagehub.OciImageRef": async () => (await import("./imagehub/oci-image-ref.js")).ociImageRef,
  "kubernetes.DefinitionGuard": async () =>
    (await import("./kubernetes/definition-guard.js")).definitionGuard,
  "kubernetes.ObjectGuard": async () => (await import("./kubernetes/object-guard.js")).objectGuard,
  "reservation.CapacityPool": async () => (await import("./reservation/capacity-pool.js")).capacityPool,
  "reservation.Container": async () => (await import("./reservation/container.js")).container,
  "reservation.KubeconfigFile": async () => (await import("./reservation/kubeconfig-file.js")).kubeconfigFile,
  "reservation.KubernetesNode": async () => (await import("./reservation/kubernetes-node.js")).kubernetesNode,
  "reservation.NetworkClient": async () => (await import("./reservation/network-client.js")).networkClient,
  "reservation.NetworkKey": async () => (await import("./reservation/network-key.js")).networkKey,
  "reservation.NetworkResource": async () =>
    (await import("./reservation/network-resource.js")).networkResource,
  "reservation.PublicIp": async () => (await import("./reservation/public-ip.js")).publicIp,
  "reservation.ReservationDocument": async () =>
    (await import("./reservation/reservation-document.js")).reservationDocument,
  "reservation.Volume": async () => (await import("./reservation/volume.js")).volume,
  "reservation.Zdb": async () => (await import("./reservation/zdb.js")).zdb,
  "vimana.DevCertificates": async () => (await import("./vimana/dev-certificates.js")).devCertificates,
  "vimana.Identity": async () => (await import("./vimana/identity.js")).identity,
  "vimana.ReadyGate": async () => (await import("./vimana/ready-gate.js")).readyGate,
  "vimana.RouteGate": async () => (await import("./vimana/route-gate.js")).routeGate,
  "vimana.Traffic": async () => (await import("./vimana/traffic.js")).traffic,
  "vimana.VersionLedger": async () => (await import("./vimana/version-ledger.js")).versionLedger,
  "workspace.Sync": async () => (await import("./workspace/sync.js")).workspaceSync,
  "workspace.HealthGate": async () => (await import("./workspace/health-gate.js")).healthGate,
  "workspace.ProviderConnection": async () =>
    (await import("./workspace/provider-connection.js")).providerConnection,
};
