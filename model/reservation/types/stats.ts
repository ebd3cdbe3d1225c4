import { z } from "zod";
import { text } from "./scalars.js";

/** Where a container's figures go. */
export const statsRedisSchema = z.strictObject({
  /** `redis://host:port/channel`. */
  endpoint: text(),
});
export type StatsRedis = z.output<typeof statsRedisSchema>;

/** One receiver of a container's figures; takes the place of StatsAggregator. Not covered by any signature. */
export const statsSchema = z.strictObject({
  /** `redis`. */
  type: text(),
  data: statsRedisSchema.prefault({}),
});
export type Stats = z.output<typeof statsSchema>;
