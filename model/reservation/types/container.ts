import { z } from "zod";
import { containerCapacitySchema } from "./container-capacity.js";
import { containerMountSchema } from "./container-mount.js";
import { logsSchema } from "./logs.js";
import { networkConnectionSchema } from "./network-connection.js";
import { reservationInfoShape } from "./reservation-info.js";
import { flag, id, list, text, texts } from "./scalars.js";
import { statsSchema } from "./stats.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";

/** A container on a node. */
export const containerSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(1).default(1),
  /** What it runs: address of an flist, or an image where the back end says so. */
  flist: text(),
  /** Storage behind the flist, `zdb://host:port`. */
  hubUrl: text(),
  environment: texts(),
  /** Values are encrypted for the node, hexadecimal. */
  secretEnvironment: texts(),
  /** Empty: the flist's own start-up file. */
  entrypoint: text(),
  /** Whether a terminal in the browser takes the entrypoint's place. */
  interactive: flag(),
  volumes: list(containerMountSchema),
  /** Nodes use only the first. */
  networkConnection: list(networkConnectionSchema),
  /** Of the source document; see `stats`. */
  statsAggregator: list(statsAggregatorSchema),
  stats: list(statsSchema),
  logs: list(logsSchema),
  capacity: containerCapacitySchema.prefault({}),
  /** Only in classic reservations. */
  farmerTid: id(),
});
export type Container = z.output<typeof containerSchema>;
