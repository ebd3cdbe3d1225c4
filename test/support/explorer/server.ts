import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MAX_INT64 } from "../../../model/reservation/scalars/int64.js";
import { readGateway, readNode, readUser } from "./directory-routes.js";
import { pollWork, putDeletion, putResult, readWork } from "./node-routes.js";
import { listPools, orderPool, readPool, readPrices } from "./pool-routes.js";
import { Refusal, type RouteAnswer, type RouteRequest } from "./refusal.js";
import { nodesPoll } from "./work.js";
import { createWorkload, listWorkloads, readWorkload, signWorkload } from "./workload-routes.js";
import { type ExplorerOptions, ExplorerWorld } from "./world.js";

/** One request as it came. */
export interface Arrival {
  readonly method: string;
  /** Below `/api/v1`, without the query. */
  readonly path: string;
}

/** What a test does with a request instead of answering it: nothing is sent, or this status. */
export type Interference = "drop" | number | undefined;

type Route = (world: ExplorerWorld, request: RouteRequest) => RouteAnswer;

/** `*` stands for one segment. */
const ROUTES: readonly (readonly [string, Route])[] = [
  ["POST /reservations/workloads", createWorkload],
  ["GET /reservations/workloads", listWorkloads],
  ["GET /reservations/workloads/*", readWorkload],
  ["POST /reservations/workloads/*/sign/provision", signWorkload],
  ["POST /reservations/workloads/*/sign/delete", signWorkload],
  ["POST /reservations/pools", orderPool],
  ["GET /reservations/pools/owner/*", listPools],
  ["GET /reservations/pools/*", readPool],
  ["GET /prices", readPrices],
  ["GET /users/*", readUser],
  ["GET /nodes/*", readNode],
  ["GET /gateways/*", readGateway],
  ["GET /reservations/nodes/workloads/*", readWork],
  ["GET /reservations/nodes/*/workloads", pollWork],
  ["PUT /reservations/nodes/*/workloads/*", putResult],
  ["DELETE /reservations/nodes/*/workloads/*", putDeletion],
];

/**
 * An explorer that keeps the contract and is stricter than real ones: keys that a type does not have and requests signed
 * at another time are refused. Its nodes ask for work after every read of a workload, so that whoever waits sees first
 * that nothing is reported yet.
 */
export class ExplorerServer {
  readonly arrivals: Arrival[] = [];
  /** Called with each request before it takes effect and again after it. */
  interfere: (arrival: Arrival, moment: "before" | "after") => Interference = () => undefined;
  /** Whether nodes ask for work by themselves. */
  nodesWork = true;

  private constructor(
    readonly world: ExplorerWorld,
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(options: ExplorerOptions = {}): Promise<ExplorerServer> {
    const server = createServer((request, response) => {
      void started.#answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const started = new ExplorerServer(new ExplorerWorld(options), server, `http://127.0.0.1:${port}`);
    return started;
  }

  /** Requests so far, as `POST /reservations/workloads`, ids left as they are. */
  asked(method?: string): string[] {
    return this.arrivals
      .filter((arrival) => method === undefined || arrival.method === method)
      .map((arrival) => `${arrival.method} ${arrival.path}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
    const url = new URL(request.url ?? "/", this.url);
    const path = url.pathname.replace(/^\/(api\/v1|explorer)/, "");
    const arrival = { method: request.method ?? "GET", path };
    this.arrivals.push(arrival);
    if (this.#interfered(arrival, "before", response)) return;
    const answer = this.#carryOut({
      method: arrival.method,
      path: path.split("/").slice(1).map(decodeURIComponent),
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
      ),
      body: parsed(Buffer.concat(chunks).toString("utf8")),
    });
    if (this.nodesWork && /^GET \/reservations\/workloads\/\d+$/.test(`${arrival.method} ${path}`))
      nodesPoll(this.world);
    if (this.#interfered(arrival, "after", response)) return;
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(jsonText(answer.body));
  }

  #carryOut(request: RouteRequest): RouteAnswer {
    const found = ROUTES.find(([pattern]) => matches(pattern, request));
    if (found === undefined) return { status: 404, body: "404 page not found" };
    try {
      return found[1](this.world, request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const headers = error.status === 401 ? { "WWW-Authenticate": "Signature" } : {};
      return { status: error.status, body: { error: error.message }, headers };
    }
  }

  #interfered(arrival: Arrival, moment: "before" | "after", response: ServerResponse): boolean {
    const interference = this.interfere(arrival, moment);
    if (interference === undefined) return false;
    if (interference === "drop") response.destroy();
    else response.writeHead(interference).end(JSON.stringify({ error: "internal server error" }));
    return true;
  }
}

function matches(pattern: string, { method, path }: RouteRequest): boolean {
  const [wantedMethod = "", wantedPath = ""] = pattern.split(" ");
  const segments = wantedPath.split("/").slice(1);
  return (
    method === wantedMethod &&
    path.length === segments.length &&
    segments.every((segment, index) => segment === "*" || segment === path[index])
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** As Go writes it: the largest 64-bit integer with all its digits. */
function jsonText(body: unknown): string {
  return JSON.stringify(body).replaceAll(String(Number(MAX_INT64)), MAX_INT64);
}
