import { z } from "zod";

const seconds = z.number().positive().optional();

/**
 * Inputs that the runtime itself understands. A kind that wants one takes it into its schema under the same
 * name; each changes without any call to the target.
 */
export const commonInputs = {
  /** Seconds each operation may take. Default: the kind's own. */
  timeouts: z.strictObject({ create: seconds, read: seconds, update: seconds, delete: seconds }).optional(),
  /**
   * What delete does when the target does not answer: `fail`, or `abandon` the object and forget it. Default
   * `fail`.
   */
  onUnreachable: z.enum(["fail", "abandon"]).default("fail"),
  /** Permits changes that destroy data. Default `false`. */
  allowDataLoss: z.boolean().default(false),
};

/** Names of {@link commonInputs}: local to the state whatever a kind declares. */
export const commonInputNames: ReadonlySet<string> = new Set(Object.keys(commonInputs));
