import { rootCertificates } from "node:tls";
import type { Agent } from "undici";

/** One HTTP request to an absolute address. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** An answer, read to its end. */
export interface WireAnswer {
  readonly status: number;
  /** Number of pages of a list, from the header `Pages`. */
  readonly pages: number | undefined;
  readonly text: string;
}

/** Sends requests as they are. Errors are those of the network stack. */
export interface Transport {
  send(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

const CONNECTIONS = 8;
const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
/** A page has a thousand workloads at most. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** Opens a connection pool; the HTTP stack is loaded with the first request. */
export function openTransport(ca: string | undefined): Transport {
  let opened:
    Promise<{ readonly agent: Agent; readonly request: typeof import("undici").request }> | undefined;

  async function open(): Promise<Awaited<NonNullable<typeof opened>>> {
    const undici = await import("undici");
    const agent = new undici.Agent({
      connections: CONNECTIONS,
      connect: { timeout: CONNECT_MS, ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      maxResponseSize: LARGEST_BODY,
    });
    return { agent, request: undici.request };
  }

  return {
    async send({ method, url, headers, body, signal }) {
      const { agent, request } = await (opened ??= open());
      const answer = await request(url, {
        method,
        headers: { "user-agent": "groundplan", accept: "application/json", ...headers },
        body: body ?? null,
        dispatcher: agent,
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await answer.body.text();
      const header = answer.headers["pages"];
      const pages = typeof header === "string" && /^\d+$/.test(header) ? Number(header) : undefined;
      return { status: answer.statusCode, pages, text };
    },
    async close() {
      const pending = opened;
      opened = undefined;
      await (await pending)?.agent.close();
    },
  };
}
