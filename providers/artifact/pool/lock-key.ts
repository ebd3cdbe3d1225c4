import type { Site } from "../site.js";

/** Under which key work on a pool follows one another. */
export function lockKey({ client, namespace, artifact }: Site): string {
  return `${client.server} ${namespace}/${artifact}`;
}
