import { z } from "zod";

const id = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/,
    "ids of Vimanas are letters, digits, dashes and underscores, and begin and end with a letter or digit",
  );

/** `groundplan:vimanas`, of which each member is checked by itself. */
export const vimanasSchema = z.record(id, z.record(z.string(), z.unknown()));
/** A section that fits {@link vimanasSchema}. */
export type VimanaSection = z.infer<typeof vimanasSchema>;
