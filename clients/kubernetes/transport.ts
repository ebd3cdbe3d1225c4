import { isIP } from "node:net";
import type { Dispatcher } from "undici";
import { Failure } from "../../model/shared/errors.js";
import type { Authentication, ClusterAccess } from "./credentials.js";
import { KubeError } from "./errors.js";

/** One HTTP request below the server's address. */
export interface WireRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query, starting with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte of the answer after which the request fails. Default 60,000. */
  readonly idleMs?: number;
}

/** An answer with its body still to be read. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData["headers"];
  readonly body: Dispatcher.ResponseData["body"];
  /** What the request authenticated with, to be renewed after a 401. */
  readonly authentication: Authentication;
}

/** The one connection pool to one API server. Errors are those of the network stack; answers are never interpreted. */
export interface Transport {
  readonly access: ClusterAccess;
  send(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Parallel HTTP/1.1 connections, the most that are opened. Default 24. */
  readonly connections?: number;
  readonly userAgent: string;
}

const CONNECT_MS = 10_000;
const IDLE_MS = 60_000;
/** Below the 90 s after which the API server closes an idle connection, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 60_000;

/** Opens the pool; no byte is sent before the first request. */
export async function openTransport(access: ClusterAccess, options: TransportOptions): Promise<Transport> {
  const { Pool, ProxyAgent } = await import("undici");
  const origin = new URL(access.server);
  const prefix = origin.pathname === "/" ? "" : origin.pathname;
  let current: { readonly dispatcher: Dispatcher; readonly cert: string | undefined } | undefined;

  function connect(authentication: Authentication): Dispatcher {
    const tls = tlsOptions(access, authentication);
    const settings = {
      connections: options.connections ?? 24,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      connectTimeout: CONNECT_MS,
    };
    return access.proxyUrl === undefined
      ? new Pool(origin.origin, { ...settings, connect: { ...tls, timeout: CONNECT_MS } })
      : new ProxyAgent({ ...settings, uri: access.proxyUrl, requestTls: { ...tls, timeout: CONNECT_MS } });
  }

  /** A renewed client certificate needs new connections; those in use finish their requests. */
  function dispatcherFor(authentication: Authentication): Dispatcher {
    if (current !== undefined && current.cert !== authentication.cert) {
      void current.dispatcher.close();
      current = undefined;
    }
    current ??= { dispatcher: connect(authentication), cert: authentication.cert };
    return current.dispatcher;
  }

  return {
    access,
    async send(request) {
      const authentication = await authenticate(access);
      const idleMs = request.idleMs ?? IDLE_MS;
      const answer = await dispatcherFor(authentication).request({
        origin: origin.origin,
        method: request.method,
        path: `${prefix}${request.path}`,
        headers: { "user-agent": options.userAgent, ...request.headers, ...authentication.headers },
        body: request.body ?? null,
        // undici would close the connection after every DELETE that has a body: five times slower in bulk.
        reset: false,
        headersTimeout: idleMs,
        bodyTimeout: idleMs,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
      return { status: answer.statusCode, headers: answer.headers, body: answer.body, authentication };
    },
    async close() {
      await current?.dispatcher.destroy();
    },
  };
}

/** A credential that cannot be had is an authentication failure; it must never pass for an unreachable server. */
async function authenticate({ credential, origin }: ClusterAccess): Promise<Authentication> {
  try {
    return await credential.current();
  } catch (error) {
    if (error instanceof KubeError) throw error;
    throw new KubeError("Unauthorized", {
      // The texts of identity providers are not ours to show.
      what: `cannot obtain ${credential.description}${error instanceof Failure ? `: ${error.what}` : ""}`,
      where: origin,
      next: "Renew the credential; refresh and destroy use the last recorded configuration unless run with --run-program",
      status: 0,
      cause: error,
    });
  }
}

function tlsOptions(
  access: ClusterAccess,
  authentication: Authentication,
): { ca?: string; cert?: string; key?: string; servername?: string; rejectUnauthorized: boolean } {
  const host = new URL(access.server).hostname;
  // A tunnel through a proxy does not derive the name from the address. An address is no server name.
  const servername = access.tlsServerName ?? (isIP(host.replace(/^\[|\]$/g, "")) === 0 ? host : undefined);
  return {
    rejectUnauthorized: !access.skipTlsVerify,
    ...(servername === undefined ? {} : { servername }),
    ...(access.ca === undefined ? {} : { ca: access.ca }),
    ...(authentication.cert === undefined ? {} : { cert: authentication.cert }),
    ...(authentication.key === undefined ? {} : { key: authentication.key }),
  };
}
