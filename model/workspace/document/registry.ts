import { z } from "zod";

/** What the OpenAPI document says of a type or a field besides its shape. */
export interface Notes {
  /** Name of the component; only types that others refer to have one. */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly deprecated?: true | undefined;
  /** Sent to the service and never returned by it. */
  readonly writeOnly?: true | undefined;
  /** Set by the service only. */
  readonly readOnly?: true | undefined;
}

/** Every schema of the document with its notes. A registry of its own, so that other systems' schemas stay out. */
export const documentRegistry = z.registry<Notes>();
