import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { Failure } from "../../../model/shared/errors.js";

/**
 * Runs a server-side apply. A conflict becomes an error that names both managers, the fields, and how to take them.
 */
export async function explainingConflicts<T>(manager: string, apply: () => Promise<T>): Promise<T> {
  try {
    return await apply();
  } catch (error) {
    if (!isKubeError(error, "Conflict") || error.detail.conflicts === undefined) throw error;
    const fields = error.detail.conflicts.map((conflict) => `"${conflict.manager}" owns ${conflict.field}`);
    throw new Failure({
      what: `Server-Side Apply field conflict detected: field manager "${manager}" had an apply conflict: ${fields.join(", ")}`,
      where: error.detail.where,
      next: 'Leave the fields to their owner, or take them with the annotation pulumi.com/patchForce: "true"',
      cause: error,
    });
  }
}
