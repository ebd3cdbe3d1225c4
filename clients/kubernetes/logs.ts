import type { Session } from "./session.js";
import type { LogOptions } from "./types.js";

/**
 * The log of one container of a pod, as text.
 * @throws KubeError BadRequest while the container has not started, NotFound for an absent pod.
 */
export async function podLogs(
  session: Session,
  pod: { readonly namespace: string; readonly name: string },
  options: LogOptions = {},
): Promise<string> {
  const request = {
    method: "GET",
    path: `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`,
    query: {
      container: options.container,
      tailLines: options.tailLines === undefined ? undefined : String(options.tailLines),
      previous: options.previous === true ? "true" : undefined,
    },
    accept: "text/plain, */*",
    about: `Pod ${pod.namespace}/${pod.name}`,
    doing: "read the log",
    repeat: "unsent",
  } as const;
  const answer = await session.api.stream(request);
  try {
    return await answer.body.text();
  } catch (error) {
    throw session.api.broken(error, request);
  }
}
