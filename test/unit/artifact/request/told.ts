import { validateRequest } from "../../../../model/artifact/request/validate.js";

/** Problems as `source path: reason`. */
export function told(request: unknown): readonly string[] {
  return validateRequest(request).problems.map(
    ({ source, path, reason, severity }) => `${severity ?? source} ${path}: ${reason}`,
  );
}
