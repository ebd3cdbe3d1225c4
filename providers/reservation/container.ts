import { z } from "zod";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { containerInputProblems } from "./container/problems.js";
import { signedByExplorer } from "./explorer/replace-when.js";

/** Processors and memory are shared by everything on a node; a root disk is the container's own. */
const resources = {
  /** Processors. Default 1. */
  cpu: z.int().min(1).default(1),
  /** MiB, at least 64. Default 512. */
  memory: z.int().min(64).default(512),
  /** What the root disk lies on. Default `ssd`. */
  diskType: z.enum(["hdd", "ssd"]).default("ssd"),
  /** What the container may write outside its volumes, MiB. 0: no limit, and no pool is needed. Default 256. */
  diskSize: z.int().min(0).default(256),
};

/** What only explorers can do. */
const onExplorersOnly = {
  /** Storage behind an flist. Default none. */
  hubUrl: z.string().default(""),
  /** Where output goes, `redis://host:port/channel`. Default nowhere. */
  logs: z
    .array(z.strictObject({ stdout: z.string().default(""), stderr: z.string().default("") }))
    .default([]),
  /** Where figures go, `redis://host:port/channel`. Default nowhere. */
  stats: z.array(z.strictObject({ endpoint: z.string() })).default([]),
  /** Refused: no back end reads it. */
  statsAggregator: z.array(z.strictObject({ addr: z.string(), port: z.int() })).default([]),
};

const inputs = z.strictObject({
  ...workloadInputs,
  /**
   * Image to run, `host/path:tag@digest`. A tag is looked up when the container is made and when this text changes;
   * the digest it stands for is the output `imageDigest`. With `explorer`: the address of an flist.
   */
  image: z.string().min(1),
  /** Default none. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Variables whose values nobody but the container sees. Secret. Default none. */
  secretEnvironment: z.record(z.string(), z.string()).default({}),
  /** Command line in place of the image's own; no shell takes it apart. Default the image's. */
  entrypoint: z.string().default(""),
  /** Whether the process has a terminal and an open input, for `podman attach`. Default false. */
  interactive: z.boolean().default(false),
  /** Volumes by workload id, and where they are in the container. Default none. */
  volumes: z.array(z.strictObject({ volume: z.string().min(1), mountpoint: z.string() })).default([]),
  /** Its address in a network of the node, by the network's id. Default: it has no network. */
  network: z
    .strictObject({ network: z.string().min(1), ip: z.ipv4(), publicIp6: z.boolean().default(false) })
    .optional(),
  ...resources,
  ...onExplorersOnly,
});

/** Inputs of {@link container}. */
export type ContainerInputs = z.output<typeof inputs>;

/** Outputs of {@link container}. */
export type ContainerOutputs = WorkloadOutputs & {
  /** Address in its network; empty without one. */
  ip: string;
  /** `sha256:…` of what runs; empty on explorers. */
  imageDigest: string;
  /** What podman calls it; empty on explorers. */
  containerName: string;
};

/**
 * A container on a node. Limits change while it runs; another image, environment, command line or mount makes it anew
 * under the same identity, with its volumes and an empty root disk.
 */
export const container = defineKind<ContainerInputs, ContainerOutputs>({
  name: "reservation.Container",
  module: "reservation",
  type: "Container",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "ip", "imageDigest", "containerName"],
  secretInputs: ["secretEnvironment"],
  replaceOn: ["node", "explorer", "network"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, network, image }) =>
    `${node}/container/${network === undefined ? image : `${network.network}/${network.ip}`}`,
  timeouts: { create: 900_000, update: 900_000 },
  normalise: (given) => ({
    ...given,
    volumes: [...given.volumes].sort((a, b) => (a.mountpoint < b.mountpoint ? -1 : 1)),
  }),
  problems: containerInputProblems,
  handlers: async () => (await import("./container.handlers.js")).containerHandlers,
});
