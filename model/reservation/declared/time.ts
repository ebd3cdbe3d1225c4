import { z } from "zod";

/** A time as the engine hands it on that stands without quotes in a stack file: `2027-01-01 00:00:00 +0000 UTC`. */
const OF_ENGINE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) ([+-]\d{2})(\d{2}) \S+$/;

/** A time with its zone: `2027-01-01T00:00:00Z`. */
export const declaredTime = z
  .string()
  .transform((text) => text.replace(OF_ENGINE, "$1T$2$3:$4"))
  .pipe(z.iso.datetime({ offset: true, error: "must be a time with its zone, as 2027-01-01T00:00:00Z" }));
