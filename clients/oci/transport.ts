import { rootCertificates } from "node:tls";
import type { Agent } from "undici";

/** One HTTP request to an absolute address. */
export interface WireRequest {
  readonly method: "GET" | "HEAD";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** An answer, read to its end. */
export interface WireAnswer {
  readonly status: number;
  /** By lower-case name; of repeated ones all, joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Sends requests as they are: no redirects, no credentials, no retries. Errors are those of the network stack. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** PEM certificates that are trusted besides the well-known authorities. */
  readonly ca?: string | undefined;
  readonly userAgent: string;
}

const CONNECTIONS = 8;
const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
/** The distribution specification's limit for manifests; nothing else that is fetched is larger. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** Opens a connection pool; the HTTP stack is loaded with the first request. */
export function openTransport(options: TransportOptions): Transport {
  let opened:
    Promise<{ readonly agent: Agent; readonly request: typeof import("undici").request }> | undefined;

  async function open(): Promise<Awaited<NonNullable<typeof opened>>> {
    const undici = await import("undici");
    const ca = options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] };
    const agent = new undici.Agent({
      connections: CONNECTIONS,
      connect: { timeout: CONNECT_MS, ...ca },
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      maxResponseSize: LARGEST_BODY,
    });
    return { agent, request: undici.request };
  }

  return {
    async send({ method, url, headers, signal }) {
      const { agent, request } = await (opened ??= open());
      const answer = await request(url, {
        method,
        headers: { "user-agent": options.userAgent, ...headers },
        dispatcher: agent,
        ...(signal === undefined ? {} : { signal }),
      });
      const body = Buffer.from(await answer.body.arrayBuffer());
      const entries = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
      );
      return { status: answer.statusCode, headers: new Map(entries), body };
    },
    async close() {
      const pending = opened;
      opened = undefined;
      await (await pending)?.agent.close();
    },
  };
}
