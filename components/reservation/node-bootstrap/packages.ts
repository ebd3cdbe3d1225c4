/** Debian packages of what workloads of every sort need on a node. */
export const NODE_PACKAGES: readonly string[] = [
  // Containers
  "podman",
  "crun",
  "conmon",
  "netavark",
  "aardvark-dns",
  "ca-certificates",
  // Networks
  "iproute2",
  "nftables",
  "wireguard-tools",
  "wireguard-go",
  // Volumes and root disks
  "btrfs-progs",
  "xfsprogs",
  "quota",
  // Databases, and programs that are fetched
  "socat",
  "curl",
  // What scripts themselves use
  "procps",
  "util-linux",
];
