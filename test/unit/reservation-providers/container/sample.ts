import type { NodeFacts } from "../../../../clients/node/probe.js";
import { container, type ContainerInputs } from "../../../../providers/reservation/container.js";
import type { FoundContainer, MadeContainer } from "../../../../providers/reservation/container/found.js";

const GIB = 2 ** 30;

/** Inputs as the kind's schema fills them. */
export function inputsOf(given: Record<string, unknown> = {}): ContainerInputs {
  const parsed = container.inputs.parse({ node: "node1", image: "busybox", ...given });
  return container.normalise?.(parsed) ?? parsed;
}

/** A container as podman tells of it. */
export function madeOf(given: Partial<MadeContainer> = {}): MadeContainer {
  return {
    image: "docker.io/library/busybox@sha256:aa",
    digest: "sha256:aa",
    path: "sh",
    args: ["-c", "wait"],
    terminal: false,
    input: false,
    namespace: "none",
    mounts: [],
    environment: ["PATH=/bin", "HOME=/root"],
    ...given,
  };
}

/** A running container as the inspect script finds it, changed in nothing. */
export function foundOf(given: Partial<FoundContainer> = {}): FoundContainer {
  return {
    name: "container-x",
    before: madeOf(),
    made: madeOf(),
    process: "running",
    service: "running",
    limits: { memory: GIB / 2, quota: 100_000, period: 100_000 },
    place: null,
    disk: { most: GIB / 4, used: 16_384 },
    secrets: [],
    mounted: [],
    ...given,
  };
}

/** A node that can run containers. */
export function factsOf(given: Partial<NodeFacts> = {}): NodeFacts {
  const pool = {
    path: "/mnt/ssd",
    exists: true,
    filesystem: "btrfs",
    quota: "none",
    size: GIB,
    free: GIB,
  } as const;
  return {
    ...{ kernel: "6.1", architecture: "x86_64", hostname: "node1", os: { id: "debian", version: "12" } },
    ...{ bootId: null, clockAhead: 0, root: true, cgroup: 2, systemd: false, memory: GIB, cpus: 2 },
    wireguard: { kernel: false, userspace: false },
    disk: { size: GIB, free: GIB },
    tools: { podman: "5.0.0", crun: "1.8", ip: "6.1", btrfs: "6.2" },
    pools: { ssd: pool },
    workloads: [],
    ...given,
  };
}
