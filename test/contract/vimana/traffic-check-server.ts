import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a check's server answers; undefined for nothing at all. */
export interface CheckAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

/** A server that checks ask, on loopback. */
export class CheckServer {
  readonly requests: { readonly url: URL; readonly authorization: string | undefined }[] = [];

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(answer: (url: URL) => CheckAnswer | undefined): Promise<CheckServer> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://check");
      started.requests.push({ url, authorization: authorizationOf(request) });
      const given = answer(url);
      if (given === undefined) return;
      const text = typeof given.body === "string" ? given.body : JSON.stringify(given.body ?? "");
      response.writeHead(given.status ?? 200).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const started = new CheckServer(server, `http://127.0.0.1:${port}`);
    return started;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** An instant query's answer with one sample for each value. */
export function vector(...values: string[]): CheckAnswer {
  const result = values.map((value) => ({ metric: {}, value: [1_800_000_000, value] }));
  return { body: { status: "success", data: { resultType: "vector", result } } };
}

function authorizationOf({ headers }: IncomingMessage): string | undefined {
  return headers.authorization;
}
