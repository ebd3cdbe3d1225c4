import type { z } from "zod";

/**
 * A sort of thing that stacks name once and resources refer to by name: `groundplan:<key>` holds the settings,
 * `groundplan:<key>Secrets` the secrets, each an object by name.
 */
export interface TargetType<C, S = unknown, P = unknown> {
  /** `clusters`, `registries`, `nodes`, … */
  readonly key: string;
  readonly settings: z.ZodType<S>;
  readonly secrets: z.ZodType<P>;
  /** Opens the connection. Secrets are undefined when the stack has none for this name. */
  connect(name: string, settings: S, secrets: P | undefined): Promise<C>;
}
