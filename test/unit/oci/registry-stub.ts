import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { MemoryContent } from "../../../clients/oci/fake/content.js";
import type { SketchedPush } from "../../../clients/oci/fake.js";
import { readIndex } from "../../../clients/oci/documents.js";
import { INDEX_TYPES } from "../../../model/shared/oci-media-types.js";

/** A request as the stub saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  /** Milliseconds on a monotonic clock. */
  readonly at: number;
}

/** Answers instead of the stub; false lets the stub answer. */
export type Intercept = (request: SeenRequest, response: ServerResponse, index: number) => boolean;

interface StubOptions {
  /** Certificate and key; plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Whether the registry has the referrers API. Default false, as Distribution 2.8. */
  readonly referrersApi?: boolean;
  readonly intercept?: Intercept;
}

/**
 * A registry over HTTP on loopback that behaves as Distribution 2.8.2 was measured to: an index is 404 unless it is
 * accepted, tags come unsorted, there is no referrers API.
 */
export class RegistryStub {
  readonly content = new MemoryContent();
  readonly seen: SeenRequest[] = [];
  intercept: Intercept | undefined;

  private constructor(
    private readonly server: Server,
    private readonly options: StubOptions,
    readonly endpoint: string,
  ) {
    this.intercept = options.intercept;
  }

  static async start(options: StubOptions = {}): Promise<RegistryStub> {
    const listener: RequestListener = (request, response) => {
      stub.answer(request, response);
    };
    const server =
      options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const scheme = options.tls === undefined ? "http" : "https";
    const stub = new RegistryStub(
      server,
      options,
      `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    return stub;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  push(repository: string, tag: string, { blobs, inner, top }: SketchedPush): string {
    for (const blob of blobs) this.content.putBlob(repository, blob);
    for (const manifest of inner) this.content.putManifest(repository, manifest);
    return this.content.putManifest(repository, top, tag);
  }

  private answer(incoming: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "", headers } = incoming;
    const { authorization, accept } = headers;
    const request = { method, url, authorization, accept, at: performance.now() };
    this.seen.push(request);
    if (this.intercept?.(request, response, this.seen.length - 1) === true) return;
    const path = new URL(url, this.endpoint).pathname;
    const [, repository = "", verb = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/([^/]+)$/.exec(path) ?? [];
    if (verb === "manifests") this.manifest(repository, reference, accept, response);
    else if (verb === "blobs") this.blob(repository, reference, response);
    else if (verb === "tags") this.tags(repository, response);
    else if (verb === "referrers" && this.options.referrersApi === true)
      this.referrers(repository, reference, url, response);
    else response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n");
  }

  private manifest(
    repository: string,
    reference: string,
    accept: string | undefined,
    response: ServerResponse,
  ): void {
    const found = this.content.manifest(repository, reference);
    const hidden =
      found !== undefined &&
      INDEX_TYPES.includes(found.mediaType) &&
      accept?.includes(found.mediaType) !== true;
    if (found === undefined || hidden) {
      refuse(response, 404, this.content.has(repository) ? "MANIFEST_UNKNOWN" : "NAME_UNKNOWN");
      return;
    }
    response
      .writeHead(200, { "content-type": found.mediaType, "docker-content-digest": found.claimedDigest })
      .end(found.bytes);
  }

  private blob(repository: string, digest: string, response: ServerResponse): void {
    const found = this.content.blob(repository, digest);
    if (found === undefined) refuse(response, 404, "BLOB_UNKNOWN");
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(found);
  }

  private tags(repository: string, response: ServerResponse): void {
    if (!this.content.has(repository)) refuse(response, 404, "NAME_UNKNOWN");
    else json(response, 200, { name: repository, tags: this.content.tags(repository) });
  }

  private referrers(repository: string, digest: string, url: string, response: ServerResponse): void {
    const wanted = new URL(url, this.endpoint).searchParams.get("artifactType");
    const listed = this.content.manifest(repository, digest.replace(":", "-"));
    const all = listed === undefined ? [] : readIndex(listed.bytes, digest).manifests;
    const manifests = all.filter(({ artifactType }) => wanted === null || artifactType === wanted);
    json(response, 200, { schemaVersion: 2, manifests }, { "content-type": INDEX_TYPES[0] ?? "" });
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** Answers with an error as registries word them. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  json(response, status, { errors: [{ code, message: code.toLowerCase() }] }, headers);
}
