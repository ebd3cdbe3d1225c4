import { z } from "zod";
import { formatInstant, instant, parseInstant, type Instant } from "../instants.js";
import { documentRegistry } from "../registry.js";
import { int64 } from "../wire.js";

const FAULT =
  "must be a time by RFC 3339 in the years 0001 to 9999, as 2023-03-01T00:00:00Z, or {seconds, nanos}";

/** How older documents wrote a time. */
const parts = z.strictObject({ seconds: int64, nanos: z.int32().default(0) });

function fromParts(value: unknown): Instant | undefined {
  const parsed = parts.safeParse(value);
  return parsed.success ? instant(Number(parsed.data.seconds), parsed.data.nanos) : undefined;
}

function time(id: string, description: string, digits: 0 | 6) {
  return z
    .preprocess(
      (value) => {
        const found = fromParts(value);
        return found === undefined ? value : formatInstant(found, digits);
      },
      z.string({ error: FAULT }).transform((given, context) => {
        const found = parseInstant(given);
        if (found !== undefined) return formatInstant(found, digits);
        context.issues.push({ code: "custom", input: given, message: FAULT });
        return z.NEVER;
      }),
    )
    .register(documentRegistry, { id, description, format: "date-time" });
}

/** Whole seconds in UTC. Offsets, fractions and `{seconds, nanos}` are accepted. */
export const v1Time = time(
  "v1Time",
  "A time by RFC 3339, written in UTC with whole seconds. The form {seconds, nanos} of earlier documents is accepted on input.",
  0,
);
export type V1Time = z.infer<typeof v1Time>;

/** Microseconds in UTC. Offsets, other fractions and `{seconds, nanos}` are accepted. */
export const v1MicroTime = time(
  "v1MicroTime",
  "A time by RFC 3339, written in UTC with six digits after the second. The form {seconds, nanos} of earlier documents is accepted on input.",
  6,
);
export type V1MicroTime = z.infer<typeof v1MicroTime>;
