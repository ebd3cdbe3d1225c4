import { openApi, type Api, type RetryPace } from "./api.js";
import { clusterAccess, type KubeconfigSource } from "./credentials.js";
import { deleteObject } from "./delete.js";
import { Discovery } from "./discovery.js";
import { KubeError } from "./errors.js";
import { listObjects } from "./list.js";
import { podLogs } from "./logs.js";
import { getObject } from "./read.js";
import type { Session } from "./session.js";
import { openTransport } from "./transport.js";
import type { KubernetesClient } from "./types.js";
import { waitForObject } from "./wait.js";
import type { ReconnectPace } from "./watch-loop.js";
import { watchObjects } from "./watch.js";
import { applyObject, createObject, patchObject, replaceObject } from "./write.js";
import { VERSION } from "./version.js";

export interface ConnectOptions {
  /** The one source of access; nothing of the environment is consulted. */
  readonly kubeconfig: KubeconfigSource;
  /** Default: the kubeconfig's current context. */
  readonly context?: string;
  /** Bearer token that replaces the kubeconfig's own credential. */
  readonly token?: string;
  /** Default `groundplan/<version>`. */
  readonly userAgent?: string;
  /** Parallel connections. Default 24. */
  readonly connections?: number;
  /** How failed requests are repeated. */
  readonly retry?: RetryPace;
  /** How broken watches are taken up again. */
  readonly reconnect?: ReconnectPace;
}

/**
 * A client of the cluster that a kubeconfig names. No request is sent before the first call.
 * @throws Failure when the kubeconfig cannot be read or names no usable cluster.
 */
export async function connectKubernetes(options: ConnectOptions): Promise<KubernetesClient> {
  const access = await clusterAccess(options);
  const transport = await openTransport(access, {
    userAgent: options.userAgent ?? `groundplan/${VERSION}`,
    ...(options.connections === undefined ? {} : { connections: options.connections }),
  });
  const api = await openApi(transport, options.retry);
  const session: Session = { api, discovery: new Discovery(api) };
  const client: KubernetesClient = {
    server: access.server,
    resource: (gvk) => session.discovery.resource(gvk),
    resources: () => session.discovery.resources(),
    get: (ref) => getObject(session, ref),
    list: (gvk, list) => listObjects(session, gvk, list),
    create: (object, write) => createObject(session, object, write),
    apply: (object, apply) => applyObject(session, object, apply),
    replace: (object, write) => replaceObject(session, object, write),
    patch: (ref, patch, write) => patchObject(session, ref, patch, write),
    delete: (ref, remove) => deleteObject(session, ref, remove),
    watch: (gvk, watch) => watchObjects(session, gvk, watch, options.reconnect),
    waitFor: (ref, until, wait) => waitForObject(client, ref, until, wait),
    logs: (pod, log) => podLogs(session, pod, log),
    request: (method, path, body) => rawRequest(api, method, path, body),
    close: () => transport.close(),
  };
  return client;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

async function rawRequest(
  api: Api,
  method: string,
  path: string,
  body: unknown,
): Promise<{ status: number; body: unknown }> {
  const verb = METHODS.find((known) => known === method.toUpperCase());
  if (verb === undefined) {
    throw new KubeError("BadRequest", {
      what: `there is no HTTP method ${method}`,
      where: `${path} on ${api.server}`,
      next: `Use one of ${METHODS.join(", ")}`,
      status: 0,
    });
  }
  const answer = await api.exchange({
    method: verb,
    path: path.startsWith("/") ? path : `/${path}`,
    ...(body === undefined ? {} : { body }),
    accept: "application/json, */*",
    about: path,
    doing: `${verb} the path`,
    repeat: verb === "GET" || verb === "HEAD" ? "always" : "unsent",
  });
  return { status: answer.status, body: answer.body };
}
