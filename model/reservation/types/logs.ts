import { z } from "zod";
import { text } from "./scalars.js";

/** Where the output of a container goes. */
export const logsRedisSchema = z.strictObject({
  /** `redis://host:port/channel`. */
  stdout: text(),
  stderr: text(),
  /** The same encrypted for the node, hexadecimal; wins over the plain one. */
  secretStdout: text(),
  secretStderr: text(),
});
export type LogsRedis = z.output<typeof logsRedisSchema>;

/** One receiver of a container's output. Not covered by any signature of upstream. */
export const logsSchema = z.strictObject({
  /** `redis`. */
  type: text(),
  data: logsRedisSchema.prefault({}),
});
export type Logs = z.output<typeof logsSchema>;
