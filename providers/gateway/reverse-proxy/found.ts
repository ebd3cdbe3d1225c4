import { z } from "zod";
import { routeFound } from "../routes/found.js";

/** What was found of one reverse proxy. */
export const reverseProxyFound = z.object({
  ...routeFound,
  /** Id of the workload. */
  workload: z.string(),
  /** The two ports that it remembers, with a blank between them. */
  ports: z.string(),
  /** Where clients dial, without the port. */
  host: z.string(),
  /** The line of its key that it remembers, and the one that the server has; null when the server has none. */
  line: z.string(),
  authorized: z.string().nullable(),
  /** The server of tunnels; null when the node has none. */
  server: z.object({ port: z.int(), hostKey: z.string() }).nullable(),
});
/** What was found of one reverse proxy. */
export type ReverseProxyFound = z.output<typeof reverseProxyFound>;
