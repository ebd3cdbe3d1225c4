/** The kinds of workload. The source document ends at kubernetes and defines gateways without a number. */
export const WorkloadTypeEnum = {
  WorkloadTypeZdb: 0,
  WorkloadTypeContainer: 1,
  WorkloadTypeVolume: 2,
  /** Only inside a reservation: a network of several nodes. */
  WorkloadTypeNetwork: 3,
  WorkloadTypeKubernetes: 4,
  WorkloadTypeProxy: 5,
  WorkloadTypeReverseProxy: 6,
  WorkloadTypeSubDomain: 7,
  WorkloadTypeDomainDelegate: 8,
  WorkloadTypeGateway4To6: 9,
  WorkloadTypeNetworkResource: 10,
  WorkloadTypePublicIP: 11,
  WorkloadTypeVirtualMachine: 12,
} as const;

/** Texts by value; signatures have them in capitals. */
export const WORKLOAD_TYPE_TEXTS = [
  "zdb",
  "container",
  "volume",
  "network",
  "kubernetes",
  "proxy",
  "reverse_proxy",
  "subdomain",
  "domain_delegate",
  "gateway4to6",
  "network_resource",
  "public_ip",
  "virtual_machine",
] as const;
