/** What a gateway's node is set up with. */
export interface SetUp {
  readonly router?: object | undefined;
  readonly dns?: { readonly software: "knot" | "bind" } | undefined;
  readonly tunnels?: object | undefined;
  readonly sixNetwork?: object | undefined;
}

/** What is needed of Debian for one thing. */
interface Need {
  readonly packages: readonly string[];
  /** Services of these packages, which would take the ports of ours. */
  readonly services: readonly string[];
}

/** What scripts themselves use. */
const ALWAYS: Need = { packages: ["socat", "procps", "util-linux", "iproute2"], services: [] };

const NEEDS = {
  router: { packages: ["haproxy"], services: ["haproxy.service"] },
  knot: { packages: ["knot", "knot-dnsutils"], services: ["knot.service"] },
  bind: { packages: ["bind9", "bind9-dnsutils"], services: ["named.service"] },
  // The node's own SSH server is of the same package, and stays.
  tunnels: { packages: ["openssh-server"], services: [] },
  sixNetwork: { packages: ["wireguard-tools", "wireguard-go", "nftables"], services: [] },
} as const satisfies Readonly<Record<string, Need>>;

/** Debian packages of what a gateway's node is set up with. */
export function packagesFor(setUp: SetUp): readonly string[] {
  return [...new Set(needsOf(setUp).flatMap(({ packages }) => packages))];
}

/** Services that must not begin by themselves once those packages are there. */
export function servicesFor(setUp: SetUp): readonly string[] {
  return needsOf(setUp).flatMap(({ services }) => services);
}

function needsOf({ router, dns, tunnels, sixNetwork }: SetUp): readonly Need[] {
  return [
    ALWAYS,
    ...(router === undefined ? [] : [NEEDS.router]),
    ...(dns === undefined ? [] : [NEEDS[dns.software]]),
    ...(tunnels === undefined ? [] : [NEEDS.tunnels]),
    ...(sixNetwork === undefined ? [] : [NEEDS.sixNetwork]),
  ];
}
