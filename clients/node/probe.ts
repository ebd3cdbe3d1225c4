import { z } from "zod";
import { NodeError } from "./errors.js";
import { PROBE } from "./scripts/probe.sh.js";
import type { NodeClient } from "./types.js";

/** A type of disk, as volumes name it. */
export type DiskType = "hdd" | "ssd";

/** Programs that workloads may need. */
export type NodeTool =
  | "podman"
  | "runc"
  | "crun"
  | "conmon"
  | "wg"
  | "wireguard-go"
  | "nft"
  | "ip"
  | "btrfs"
  | "xfs_quota"
  | "setquota"
  | "systemctl"
  | "haproxy"
  | "knotd"
  | "knotc"
  | "kdig"
  | "named"
  | "rndc"
  | "nsupdate"
  | "dig"
  | "sshd"
  | "socat"
  | "curl";

/** The folder of a type of disk, as found. Sizes in bytes. */
export interface PoolFacts {
  readonly path: string;
  /** Whether the folder is there; without it the rest is empty. */
  readonly exists: boolean;
  /** As the kernel names it: `btrfs`, `xfs`, `ext4`, `overlayfs`; null when it is not known. */
  readonly filesystem: string | null;
  /** How sizes can be limited: btrfs qgroups, project quota of xfs and ext4, or not at all. */
  readonly quota: "qgroup" | "project" | "none";
  readonly size: number | null;
  readonly free: number | null;
}

/** What a node is and can do. Sizes in bytes. */
export interface NodeFacts {
  readonly kernel: string;
  /** As `uname -m` says it: `x86_64`. */
  readonly architecture: string;
  readonly hostname: string;
  readonly os: { readonly id: string | null; readonly version: string | null };
  /** Another one after each reboot; null where the kernel does not tell. */
  readonly bootId: string | null;
  /** How far the node's clock is ahead of ours, in seconds; a second or two says nothing. */
  readonly clockAhead: number;
  /** Whether scripts run as root. */
  readonly root: boolean;
  /** 0 where there are none that could be used. */
  readonly cgroup: 0 | 1 | 2;
  /** Whether systemd runs the node. */
  readonly systemd: boolean;
  readonly wireguard: { readonly kernel: boolean; readonly userspace: boolean };
  /** Programs that are there, with the versions they tell; an empty text when one tells none. */
  readonly tools: Readonly<Partial<Record<NodeTool, string>>>;
  readonly memory: number;
  readonly cpus: number;
  /** The disk that groundplan's own folder is on. */
  readonly disk: { readonly size: number | null; readonly free: number | null };
  readonly pools: Readonly<Partial<Record<DiskType, PoolFacts>>>;
  /** Folders of workloads that are there, by their names. */
  readonly workloads: readonly string[];
}

export interface ProbeOptions {
  /** Folders by type of disk. Default none. */
  readonly pools?: Readonly<Partial<Record<DiskType, string>>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch; default now. */
  readonly now?: () => number;
}

const bytes = z.number().nullable();
const answer = z.object({
  kernel: z.string(),
  architecture: z.string(),
  hostname: z.string(),
  osId: z.string().nullable(),
  osVersion: z.string().nullable(),
  bootId: z.string().nullable(),
  clock: z.number(),
  user: z.number(),
  cgroup: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  systemd: z.boolean(),
  kernelWireguard: z.boolean(),
  memory: z.number(),
  cpus: z.number(),
  diskSize: bytes,
  diskFree: bytes,
  tools: z.array(z.object({ name: z.string(), version: z.string() })),
  pools: z.array(
    z.object({
      disk: z.string(),
      path: z.string(),
      exists: z.boolean(),
      filesystem: z.string().nullable(),
      quota: z.enum(["qgroup", "project", "none"]),
      size: bytes,
      free: bytes,
    }),
  ),
  workloads: z.array(z.string()),
});

/**
 * Looks at what a node is and can do, in one round trip. For creating and changing things: a preview without changes
 * needs none of it.
 *
 * @throws NodeError
 */
export async function probeNode(node: NodeClient, options: ProbeOptions = {}): Promise<NodeFacts> {
  const { pools = {}, signal, now = () => Date.now() } = options;
  const before = now();
  const said = await node.run(PROBE, { pools }, { signal });
  const middle = (before + now()) / 2000;
  const parsed = answer.safeParse(said);
  if (!parsed.success) {
    const what = `the probe found what it does not understand: ${z.prettifyError(parsed.error)}`;
    throw new NodeError("BadAnswer", { what, where: node.where });
  }
  const {
    tools,
    pools: found,
    osId,
    osVersion,
    diskSize,
    diskFree,
    clock,
    user,
    kernelWireguard,
    ...facts
  } = parsed.data;
  const versions = Object.fromEntries(tools.map(({ name, version }) => [name, versionIn(version)]));
  return {
    ...facts,
    os: { id: osId, version: osVersion },
    clockAhead: Math.round(clock - middle),
    root: user === 0,
    wireguard: { kernel: kernelWireguard, userspace: "wireguard-go" in versions },
    tools: versions,
    disk: { size: diskSize, free: diskFree },
    pools: Object.fromEntries(found.map(({ disk, ...pool }) => [disk, pool])),
  };
}

/** `podman version 4.3.1` → `4.3.1`. */
function versionIn(line: string): string {
  return /\d+(?:\.\d+)+(?:[.~+-]?\w)*|\d+/.exec(line)?.[0] ?? "";
}
