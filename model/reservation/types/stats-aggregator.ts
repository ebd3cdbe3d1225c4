import { z } from "zod";
import { text, whole } from "./scalars.js";

/** A receiver of figures in the source document; servers of the pool generation know none of its fields. */
export const statsAggregatorSchema = z.strictObject({
  addr: text(),
  port: whole(),
  secret: text(),
});
export type StatsAggregator = z.output<typeof statsAggregatorSchema>;
/** The same under its second name in the source document. */
export type Statsaggregator = StatsAggregator;
