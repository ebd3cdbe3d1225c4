import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { Site } from "../site.js";

/**
 * The last lines of a container's log, without what is known to be secret. Empty when there is none: a container that
 * never ran has no log, and a pod may be gone.
 */
export async function logTail(
  site: Site,
  pod: string,
  container: string | undefined,
  lines: number,
): Promise<string[]> {
  if (lines === 0) return [];
  try {
    const text = await site.client.logs(
      { namespace: site.namespace, name: pod },
      { tailLines: lines, ...(container === undefined ? {} : { container }) },
    );
    return site.redactor
      .clean(text)
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .slice(-lines);
  } catch (error) {
    if (isKubeError(error)) return [];
    throw error;
  }
}
