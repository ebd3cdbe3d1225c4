import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stringify } from "yaml";
import { KubeError } from "../../clients/kubernetes/errors.js";
import type { FakeKubernetes } from "../../clients/kubernetes/fake/client.js";
import { apiVersionOf } from "../../clients/kubernetes/objects.js";
import type { ApiResource, KubeObject, ObjectRef } from "../../clients/kubernetes/types.js";

/**
 * The in-memory cluster behind HTTP on loopback, so that another process can use it with the real client. It knows
 * discovery, get, list, create, merge patches and delete; no watches.
 */
export class HttpCluster {
  private constructor(
    readonly cluster: FakeKubernetes,
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(cluster: FakeKubernetes): Promise<HttpCluster> {
    const server = createServer((request, response) => {
      void answer(cluster, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new HttpCluster(cluster, server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
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

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function answer(
  cluster: FakeKubernetes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  try {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? "", "http://cluster");
    send(...(await route(cluster, request.method ?? "", url, body)));
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    const { status } = error.detail;
    const { reason, message } = error;
    send(status === 0 ? 503 : status, {
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      code: status,
      reason,
      message,
    });
  }
}

async function route(
  cluster: FakeKubernetes,
  method: string,
  url: URL,
  body: unknown,
): Promise<[status: number, body: unknown]> {
  const resources = await cluster.resources();
  if (url.pathname === "/api") return [200, { kind: "APIVersions", versions: ["v1"] }];
  if (url.pathname === "/apis") return [200, groups(resources)];
  const [, version, plural, name, subresource] =
    /^\/(?:api|apis)\/((?:[^/]+\.[^/]+\/)?v[^/]+)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      url.pathname,
    ) ?? [];
  const served = resources.filter((resource) => apiVersionOf(resource) === version);
  if (plural === undefined) return [200, { kind: "APIResourceList", resources: served.flatMap(listed) }];
  const resource = served.find((candidate) => candidate.plural === plural);
  if (resource === undefined || version === undefined)
    return [404, { kind: "Status", reason: "NotFound", code: 404 }];
  if (name === undefined) {
    if (method === "POST") return [201, await cluster.create(body as KubeObject)];
    const labelSelector = url.searchParams.get("labelSelector");
    const { items, resourceVersion } = await cluster.list(
      resource,
      labelSelector === null ? {} : { labelSelector },
    );
    return [200, { kind: `${resource.kind}List`, metadata: { resourceVersion }, items }];
  }
  return onObject(cluster, method, { apiVersion: version, kind: resource.kind, name }, subresource, body);
}

async function onObject(
  cluster: FakeKubernetes,
  method: string,
  ref: ObjectRef,
  subresource: string | undefined,
  body: unknown,
): Promise<[status: number, body: unknown]> {
  if (method === "PATCH") {
    const part = subresource === "status" ? { subresource: "status" as const } : {};
    return [200, await cluster.patch(ref, body, { type: "merge", ...part })];
  }
  const missing = {
    kind: "Status",
    status: "Failure",
    reason: "NotFound",
    code: 404,
    message: `${ref.name} not found`,
    details: { name: ref.name },
  };
  if (method === "DELETE") {
    const { preconditions } = (body ?? {}) as { preconditions?: { uid?: string; resourceVersion?: string } };
    return (await cluster.delete(ref, preconditions ?? {}))
      ? [200, { kind: "Status", status: "Success" }]
      : [404, missing];
  }
  const found = await cluster.get(ref);
  return found === undefined ? [404, missing] : [200, found];
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
