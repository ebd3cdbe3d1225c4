import { z } from "zod";

const bytes = z.number().nullable();

/** A container as `podman` tells of it. Secret variables are left out. */
const made = z.object({
  image: z.string(),
  digest: z.string(),
  path: z.string(),
  args: z.array(z.string()).nullable(),
  terminal: z.boolean(),
  input: z.boolean(),
  /** `ns:/run/netns/…`. */
  namespace: z.string(),
  mounts: z.array(z.object({ source: z.string(), mountpoint: z.string(), writable: z.boolean() })),
  /** `NAME=value` each. */
  environment: z.array(z.string()),
});

/** What a container is made of. */
export type MadeContainer = z.output<typeof made>;

/** What the inspect script finds of one container. */
export const foundContainer = z.object({
  /** What podman calls it. */
  name: z.string(),
  /** As it was made; null when it was not finished. */
  before: made.nullable(),
  /** As it is; null when it is not there. */
  made: made.nullable(),
  /** `running`, `exited`, `paused` …; empty when it is not there. */
  process: z.string(),
  /** State of the service that keeps it running. */
  service: z.string(),
  /** Limits of the running process; below zero without one. Null when it does not run. */
  limits: z.object({ memory: z.number(), quota: z.number(), period: z.number().nullable() }).nullable(),
  /** Its place in its network; null when it has none. */
  place: z
    .object({
      /** Whether the network is there. */
      network: z.boolean(),
      /** Whether the namespace is there. */
      place: z.boolean(),
      /** Whether the process is in that namespace. */
      same: z.boolean(),
      /** `10.10.1.2/24`, several between blanks. */
      address: z.string().nullable(),
      /** Default route. */
      route: z.string().nullable(),
      /** What the default route should be. */
      gateway: z.string().nullable(),
      /** Length of the prefix that the address should have. */
      prefix: z.number().nullable(),
    })
    .nullable(),
  /** Root disk with its limit; null when it has none. */
  disk: z.object({ most: bytes, used: bytes }).nullable(),
  /** `PASSWORD: changed`. */
  secrets: z.array(z.string()),
  /** Volumes by the folders that they are. */
  mounted: z.array(z.object({ volume: z.string(), source: z.string() })),
});

/** {@link foundContainer} */
export type FoundContainer = z.output<typeof foundContainer>;
