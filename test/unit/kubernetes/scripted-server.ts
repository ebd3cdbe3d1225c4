import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A plain HTTP server on loopback that answers as a test wants and keeps what it was asked. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = [];
  connections = 0;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  static async start(
    answer: (request: SeenRequest, response: ServerResponse, index: number) => void,
  ): Promise<ScriptedServer> {
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { method = "", url = "", headers } = incoming;
        const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
        scripted.seen.push(request);
        answer(request, response, scripted.seen.length - 1);
      });
    });
    server.on("connection", () => {
      scripted.connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const scripted = new ScriptedServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return scripted;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** A kubeconfig for a server with one user. */
export function kubeconfigFor(
  server: string,
  user: object = { token: "the-token-value" },
  cluster: object = {},
): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    "current-context": "x",
  });
}

/** Discovery answers for ConfigMaps, Secrets and Pods; false when the request is about something else. */
export function answerDiscovery(request: SeenRequest, response: ServerResponse): boolean {
  if (request.url === "/apis") {
    json(response, 200, { kind: "APIGroupDiscoveryList", items: [] });
    return true;
  }
  if (request.url !== "/api") return false;
  const resource = (kind: string, plural: string): object => ({
    resource: plural,
    responseKind: { group: "", version: "", kind },
    scope: "Namespaced",
    verbs: ["get"],
  });
  const resources = [
    resource("ConfigMap", "configmaps"),
    resource("Secret", "secrets"),
    resource("Pod", "pods"),
  ];
  json(response, 200, {
    kind: "APIGroupDiscoveryList",
    items: [{ metadata: {}, versions: [{ version: "v1", resources }] }],
  });
  return true;
}
