import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import { KubeError } from "../../clients/kubernetes/errors.js";
import type { FakeKubernetes } from "../../clients/kubernetes/fake/client.js";
import { apiVersionOf } from "../../clients/kubernetes/objects.js";
import type { ApiResource, KubeObject, ListOptions, ObjectRef } from "../../clients/kubernetes/types.js";

/** One request as it came: what a test counts, and may keep from being answered. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly dryRun: boolean;
  /** Changes something: neither a read nor a dry run. */
  readonly write: boolean;
}

/**
 * The in-memory cluster behind HTTP on loopback, so that a provider process can use it with the real client:
 * discovery, reads, lists with selectors, watches, creation, server-side apply, patches, replacement and deletion.
 */
export class HttpCluster {
  readonly arrivals: Arrival[] = [];
  /** Called with each request before it takes effect and again after it; `true` leaves it without an answer. */
  interrupt: (arrival: Arrival, moment: "before" | "after") => boolean = () => false;
  /** Called after each request that changed something: the controllers of the cluster. */
  settle: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly cluster: FakeKubernetes,
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(cluster: FakeKubernetes): Promise<HttpCluster> {
    const server = createServer((request, response) => {
      void started.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = new HttpCluster(cluster, server, url);
    return started;
  }

  get kubeconfig(): string {
    return stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "fake", cluster: { server: this.url } }],
      users: [{ name: "fake", user: { token: "not-checked" } }],
      contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
      "current-context": "fake",
    });
  }

  /** Requests since a mark that changed something, as `PATCH /api/v1/...`. */
  writesSince(mark: number): string[] {
    return this.arrivals
      .slice(mark)
      .filter(({ write }) => write)
      .map(({ method, path }) => `${method} ${path}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.url);
    const method = request.method ?? "GET";
    const body = await bodyOf(request);
    const dryRun = url.searchParams.has("dryRun");
    const arrival = { method, path: url.pathname, dryRun, write: method !== "GET" && !dryRun };
    this.arrivals.push(arrival);
    if (this.interrupt(arrival, "before")) return;
    if (url.searchParams.get("watch") === "true") {
      await this.watch(url, response);
      return;
    }
    const [status, answer] = await this.outcome(request, url, body);
    if (arrival.write) await this.settle();
    if (this.interrupt(arrival, "after")) return;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  private async outcome(request: IncomingMessage, url: URL, body: unknown): Promise<[number, unknown]> {
    try {
      return await this.route(request, url, body);
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      const { status, conflicts, causes } = error.detail;
      return [
        status === 0 ? 503 : status,
        {
          kind: "Status",
          apiVersion: "v1",
          status: "Failure",
          code: status,
          reason: error.reason,
          message: error.what,
          details: {
            name: url.pathname,
            causes: [
              ...(conflicts ?? []).map(({ manager, field }) => ({
                reason: "FieldManagerConflict",
                message: `conflict with ${JSON.stringify(manager)} using v1`,
                field,
              })),
              ...(causes ?? []),
            ],
          },
        },
      ];
    }
  }

  private async route(request: IncomingMessage, url: URL, body: unknown): Promise<[number, unknown]> {
    const resources = await this.cluster.resources();
    if (url.pathname === "/api") return [200, { kind: "APIVersions", versions: ["v1"] }];
    if (url.pathname === "/apis") return [200, groups(resources)];
    const place = placeOf(url.pathname, resources);
    if (place === undefined) return [404, { kind: "Status", reason: "NotFound", code: 404 }];
    if ("listing" in place)
      return [200, { kind: "APIResourceList", resources: place.listing.flatMap(listed) }];
    const { resource, namespace, name, subresource } = place;
    const write = {
      ...(url.searchParams.has("dryRun") ? { dryRun: true } : {}),
      ...(subresource === "status" ? { subresource: "status" as const } : {}),
    };
    const fieldManager = url.searchParams.get("fieldManager");
    const managed = fieldManager === null ? write : { ...write, fieldManager };
    if (name === undefined) {
      if (request.method === "POST") return [201, await this.cluster.create(body as KubeObject, managed)];
      const { items, resourceVersion } = await this.cluster.list(resource, selectorsOf(url, namespace));
      return [200, { kind: `${resource.kind}List`, metadata: { resourceVersion }, items }];
    }
    const ref: ObjectRef = {
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    };
    switch (request.method ?? "GET") {
      case "PATCH": {
        const type = request.headers["content-type"] ?? "";
        if (type.includes("apply-patch")) {
          const force = url.searchParams.get("force") === "true";
          const options = { ...managed, fieldManager: fieldManager ?? "", force };
          return [200, await this.cluster.apply(body as KubeObject, options)];
        }
        const patch = type.includes("json-patch") ? ("json" as const) : ("merge" as const);
        return [200, await this.cluster.patch(ref, body, { ...managed, type: patch })];
      }
      case "PUT":
        return [200, await this.cluster.replace(body as KubeObject, managed)];
      case "DELETE": {
        const { preconditions, propagationPolicy } = (body ?? {}) as {
          preconditions?: { uid?: string; resourceVersion?: string };
          propagationPolicy?: "Foreground" | "Background" | "Orphan";
        };
        const propagation = propagationPolicy === undefined ? {} : { propagation: propagationPolicy };
        const deleted = await this.cluster.delete(ref, { ...preconditions, ...propagation });
        return deleted ? [200, { kind: "Status", status: "Success" }] : [404, missing(name)];
      }
      default: {
        const found = await this.cluster.get(ref);
        return found === undefined ? [404, missing(name)] : [200, found];
      }
    }
  }

  private async watch(url: URL, response: ServerResponse): Promise<void> {
    const place = placeOf(url.pathname, await this.cluster.resources());
    if (place === undefined || "listing" in place) {
      response.writeHead(404).end();
      return;
    }
    const ended = new AbortController();
    response.on("close", () => {
      ended.abort();
    });
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    const resourceVersion = url.searchParams.get("resourceVersion") ?? "";
    const options = { ...selectorsOf(url, place.namespace), resourceVersion, signal: ended.signal };
    for await (const event of this.cluster.watch(place.resource, options)) {
      response.write(`${JSON.stringify(event)}\n`);
    }
    response.end();
  }
}

interface Place {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

function placeOf(
  path: string,
  resources: readonly ApiResource[],
): Place | { readonly listing: readonly ApiResource[] } | undefined {
  const [, version = "", rest = ""] =
    /^\/(?:api|apis)\/((?:[^/]+\.[^/]+\/|[a-z]+\/)?v[0-9][^/]*)(?:\/(.*))?$/.exec(path) ?? [];
  const served = resources.filter((resource) => apiVersionOf(resource) === version);
  if (version === "" || served.length === 0) return undefined;
  if (rest === "") return { listing: served };
  const parts = rest.split("/").map(decodeURIComponent);
  const namespaced = parts[0] === "namespaces" && parts.length > 2 && parts[2] !== "status";
  const [plural, name, subresource] = namespaced ? parts.slice(2) : parts;
  const resource = served.find((candidate) => candidate.plural === plural);
  return resource === undefined
    ? undefined
    : { resource, namespace: namespaced ? parts[1] : undefined, name, subresource };
}

function selectorsOf(url: URL, namespace: string | undefined): ListOptions {
  const labelSelector = url.searchParams.get("labelSelector");
  const fieldSelector = url.searchParams.get("fieldSelector");
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === null ? {} : { labelSelector }),
    ...(fieldSelector === null ? {} : { fieldSelector }),
  };
}

function missing(name: string) {
  return {
    kind: "Status",
    status: "Failure",
    reason: "NotFound",
    code: 404,
    message: `${name} not found`,
    details: { name },
  };
}

function groups(resources: readonly ApiResource[]) {
  const versions = new Map<string, Set<string>>();
  for (const { group, version } of resources) {
    if (group !== "") versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  return {
    kind: "APIGroupList",
    groups: [...versions].map(([name, known]) => ({
      name,
      versions: [...known].map((version) => ({ version })),
    })),
  };
}

function listed({ plural, kind, namespaced, verbs, subresources }: ApiResource) {
  const entry = { kind, namespaced, verbs };
  return [
    { ...entry, name: plural },
    ...subresources.map((part) => ({ ...entry, name: `${plural}/${part}` })),
  ];
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}
