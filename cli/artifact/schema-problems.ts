import type { z } from "zod";
import { suggestion } from "../../model/shared/did-you-mean.js";
import { knownKeysAt } from "../../config/schema-keys.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";

/** The faults of a failed parse, with their paths in the document. */
export function schemaProblems(error: z.core.$ZodError, schema: z.core.$ZodType): readonly Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") {
      const known = knownKeysAt(schema, path);
      return issue.keys.map((key) => ({
        path: formatPropertyPath([...path, key]),
        reason: `unknown key "${key}"${suggestion(key, known)}`,
      }));
    }
    return [{ path: formatPropertyPath(path), reason: issue.message.replace(/^Invalid input: /, "") }];
  });
}
