import type { BundleRow } from "./rows.js";

const IPTABLES_LINKS = Object.fromEntries(
  ["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"].map(
    (name) => [`usr/sbin/${name}`, "usr/sbin/xtables-nft-multi"],
  ),
);

/** Every set of Debian packages of the lab. */
export const BUNDLES = {
  /** containerd, ctr, runc, the CNI plugins and the packet filters that these call. */
  containers: {
    packages: ["containerd", "runc", "containernetworking-plugins", "iptables", "nftables"],
    provides: [
      "usr/bin/containerd",
      "usr/bin/containerd-shim-runc-v2",
      "usr/bin/ctr",
      "usr/sbin/runc",
      "usr/lib/cni/bridge",
      "usr/lib/cni/host-local",
      "usr/lib/cni/portmap",
      "usr/sbin/iptables",
      "usr/sbin/nft",
    ],
    links: IPTABLES_LINKS,
  },
  /** docker-registry, and htpasswd for its password file. */
  registry: {
    packages: ["docker-registry", "apache2-utils"],
    provides: ["usr/bin/docker-registry", "usr/bin/htpasswd"],
  },
  /** What images are made of and with. */
  images: {
    packages: ["umoci", "busybox-static"],
    provides: ["usr/bin/umoci", "bin/busybox"],
  },
  /** What scrapes the gateway's figures. */
  monitoring: {
    packages: ["prometheus"],
    provides: ["usr/bin/prometheus"],
  },
  /** What a Linux node has that workloads are run with; the lab's nodes find it in /usr. */
  nodes: {
    packages: [
      "openssh-server",
      "sudo",
      "tini",
      "iproute2",
      "iputils-ping",
      "podman",
      "runc",
      "conmon",
      "netavark",
      "aardvark-dns",
      "golang-github-containers-common",
      "wireguard-tools",
      "wireguard-go",
      "nftables",
      "iptables",
      "btrfs-progs",
      "xfsprogs",
      "quota",
      "socat",
      "knot",
      "knot-dnsutils",
      "bind9",
      "bind9-dnsutils",
      "haproxy",
    ],
    provides: [
      "usr/sbin/sshd",
      "usr/bin/sudo",
      "usr/bin/tini",
      "bin/ip",
      "usr/bin/podman",
      "usr/sbin/runc",
      "usr/bin/conmon",
      "usr/bin/wg",
      "usr/bin/wireguard-go",
      "usr/sbin/nft",
      "usr/sbin/iptables",
      "bin/btrfs",
      "sbin/mkfs.btrfs",
      "usr/sbin/knotd",
      "usr/sbin/named",
      "usr/sbin/haproxy",
    ],
    links: IPTABLES_LINKS,
  },
} satisfies Readonly<Record<string, BundleRow>>;

/** A set of Debian packages that the lab knows. */
export type BundleName = keyof typeof BUNDLES;

/** All bundle names. */
export const BUNDLE_NAMES = Object.keys(BUNDLES) as readonly BundleName[];

/** Whether a text names a bundle. */
export function isBundleName(text: string): text is BundleName {
  return Object.hasOwn(BUNDLES, text);
}
