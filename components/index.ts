/** `groundplan/components`: what programs compose. The same classes serve stack files and programs of your own. */
export { Account, type AccountArgs } from "./artifact/account.js";
export type {
  ArtifactArgs,
  ArtifactRequestArgs,
  SubjectArgs,
  TaskArgs,
  UnitArgs,
  WhitelistEntry,
} from "./artifact/args.js";
export { Artifact } from "./artifact/artifact.js";
export { ArtifactLease, type ArtifactLeaseArgs } from "./artifact/artifact-lease.js";
export { ArtifactCluster, type ArtifactClusterArgs } from "./artifact/cluster.js";
export {
  declareArtifacts,
  type ArtifactsSettings,
  type DeclaredArtifacts,
} from "./artifact/from-settings.js";
export { ManagedResource, type ManagedResourceArgs } from "./artifact/managed-resource.js";
export { SharedSecret, type SharedSecretArgs } from "./artifact/shared-secret.js";
export { TektonCheck, type TektonCheckArgs } from "./artifact/tekton-check.js";
export { GatewayDelegate } from "./gateway/delegate.js";
export { Gateway4To6 } from "./gateway/four-to-six.js";
export { declareGateways, type DeclaredGateways, type GatewaysSettings } from "./gateway/from-settings.js";
export { GatewayNode, type GatewayNodeArgs } from "./gateway/gateway-node.js";
export { ClusterGateway, type ClusterGatewayArgs } from "./gateway/kubernetes/cluster-gateway.js";
export { GatewayNameServer } from "./gateway/name-server.js";
export { GatewayProxy } from "./gateway/proxy.js";
export { GatewayReverseProxy } from "./gateway/reverse-proxy.js";
export { GatewayRouter } from "./gateway/router.js";
export { GatewaySixNetwork } from "./gateway/six-network.js";
export { GatewaySubdomain } from "./gateway/subdomain.js";
export { GatewayTunnels } from "./gateway/tunnels.js";
export { DefinitionGuard } from "./kubernetes/definition-guard.js";
export { ObjectGuard, type ObjectGuardArgs } from "./kubernetes/object-guard.js";
export { DataPack, type DataPackArgs, type DataPackSpecArgs } from "./imagehub/data-pack.js";
export {
  declareImageHub,
  type CatalogueOptions,
  type CatalogueSettings,
  type DeclaredImageHub,
} from "./imagehub/from-catalogue.js";
export { getDataPack, type FoundDataPack } from "./imagehub/get-data-pack.js";
export type { ControllerArgs, LookupSettings, WebhookCertificate } from "./imagehub/hub-settings.js";
export { Image, type ImageArgs } from "./imagehub/image.js";
export type { ImageDetailArgs } from "./imagehub/image-detail.js";
export { ImageHub, type ImageHubArgs, type ObjectOptions } from "./imagehub/image-hub.js";
export { OciImageRef, type OciImageRefArgs } from "./imagehub/oci-image-ref.js";
export { Organization, type OrganizationArgs } from "./imagehub/organization.js";
export { Repository, type RepositoryArgs } from "./imagehub/repository.js";
export { HubSync, type HubSyncArgs } from "./imagehub/hub-sync.js";
export { resolveImage, type ResolvedImage } from "./imagehub/resolve-image.js";
export type {
  ReservationArgs,
  ReservedContainerArgs,
  ReservedKubernetesArgs,
  ReservedZdbArgs,
} from "./reservation/args.js";
export { CapacityPool, type CapacityPoolArgs } from "./reservation/capacity-pool.js";
export { Container } from "./reservation/container.js";
export {
  declareReservations,
  type DeclaredReservations,
  type ReservationsSettings,
} from "./reservation/from-settings.js";
export { KubeconfigFile } from "./reservation/kubeconfig-file.js";
export { KubernetesNode } from "./reservation/kubernetes-node.js";
export { Network } from "./reservation/network.js";
export type {
  NetworkArgs,
  NetworkClientArgs,
  NetworkNodeArgs,
  NetworkOutputs,
} from "./reservation/network-args.js";
export { NodeBootstrap, type NodeBootstrapArgs } from "./reservation/node-bootstrap.js";
export { PublicIp } from "./reservation/public-ip.js";
export { Reservation } from "./reservation/reservation.js";
export { ReservationDocument } from "./reservation/reservation-document.js";
export { Volume } from "./reservation/volume.js";
export type { ReservedWorkloads } from "./reservation/workloads.js";
export { Zdb } from "./reservation/zdb.js";
export {
  declareWorkSpaces,
  type DeclaredWorkSpaces,
  type WorkSpaceSettings,
} from "./workspace/from-settings.js";
export { Provider, type ProviderArgs } from "./workspace/provider.js";
export {
  renderWorkSpaces,
  type RenderedWorkSpaces,
  type WorkSpaceSource,
} from "./workspace/render-work-spaces.js";
export type { RenderedWorkSpace } from "./workspace/rendered.js";
export { RepoCreds, type RepoCredsArgs } from "./workspace/repo-creds.js";
export {
  Repository as GitRepository,
  type RepositoryArgs as GitRepositoryArgs,
} from "./workspace/repository.js";
export { WorkSpace, type SyncSettings, type WorkSpaceArgs } from "./workspace/work-space.js";
export type { CertificateArgs, ComponentArgs, DomainArgs, ServerArgs, VimanaArgs } from "./vimana/args.js";
export { Cluster, type ClusterArgs } from "./vimana/cluster.js";
export { Component } from "./vimana/component.js";
export { Domain } from "./vimana/domain.js";
export { declareVimanas, type DeclaredVimanas, type VimanaSettings } from "./vimana/from-settings.js";
export {
  resolveVimanaImages,
  type ResolvedVimanaImage,
  type ResolvedVimanaImages,
} from "./vimana/resolve-images.js";
export { Server } from "./vimana/server.js";
export { Vimana } from "./vimana/vimana.js";
