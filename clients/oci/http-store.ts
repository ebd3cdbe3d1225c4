import { z } from "zod";
import { ACCEPTED_TYPES, INDEX_TYPES } from "../../model/shared/oci-media-types.js";
import { isOciRepository } from "../../model/shared/oci-reference.js";
import { Authenticator, type Credentials } from "./auth.js";
import { RegistryError } from "./errors.js";
import { exchange, type RetryPace } from "./exchange.js";
import { fetchLinkedText } from "./linked-text.js";
import { followRedirects } from "./redirects.js";
import type { OciStore, StoredReference } from "./store.js";
import type { Transport, WireAnswer } from "./transport.js";
import type { LinkedTextOptions } from "./types.js";

export interface HttpStoreOptions {
  /** For messages. */
  readonly host: string;
  readonly endpoint: URL;
  readonly transport: Transport;
  readonly credentials?: Credentials | undefined;
  readonly pace: RetryPace;
}

interface StoreRequest {
  readonly method: "GET" | "HEAD";
  readonly repository: string;
  /** Below `/v2/<repository>/`. */
  readonly path: string;
  readonly accept: string;
  /** Statuses besides 200 that the caller understands. Default none. */
  readonly alsoGood?: readonly number[];
  /** What a 404 means. */
  readonly missing: (answer: WireAnswer) => RegistryError;
  readonly signal: AbortSignal | undefined;
}

const MOST_PAGES = 1000;
/** What servers and gateways answer that know no HEAD. */
const HEAD_UNSUPPORTED = [405];
const tagList = z.object({ tags: z.array(z.string()).nullish() });
const errorList = z.object({ errors: z.array(z.object({ code: z.string().optional() })) });

/** A registry over HTTP, by the OCI distribution specification 1.1. */
export class HttpStore implements OciStore {
  private readonly authenticator: Authenticator;

  constructor(private readonly options: HttpStoreOptions) {
    const { endpoint, credentials, transport, pace, host } = options;
    this.authenticator = new Authenticator({
      endpoint,
      credentials,
      now: () => Date.now(),
      fetchToken: (url, headers, signal) =>
        exchange(transport, { method: "GET", url, headers, signal }, host, pace),
    });
  }

  async head(at: StoredReference, signal: AbortSignal | undefined): Promise<string | undefined> {
    const answer = await this.request({
      ...this.manifestRequest(at, signal),
      method: "HEAD",
      alsoGood: HEAD_UNSUPPORTED,
    });
    return answer.status === 200 ? answer.headers.get("docker-content-digest") : undefined;
  }

  async manifest(at: StoredReference, signal: AbortSignal | undefined) {
    const answer = await this.request(this.manifestRequest(at, signal));
    const claimedDigest = answer.headers.get("docker-content-digest");
    return {
      mediaType: mediaTypeOf(answer),
      bytes: answer.body,
      ...(claimedDigest === undefined ? {} : { claimedDigest }),
    };
  }

  async blob(repository: string, digest: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const { body } = await this.request({
      method: "GET",
      repository,
      path: `blobs/${digest}`,
      accept: "*/*",
      missing: () =>
        this.notFound("TagNotFound", `${repository}@${digest}`, "the content is not in the registry"),
      signal,
    });
    return body;
  }

  async tags(repository: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
    const tags: string[] = [];
    let path: string | undefined = "tags/list?n=1000";
    for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
      const answer: WireAnswer = await this.request({
        method: "GET",
        repository,
        path,
        accept: "application/json",
        missing: () => this.notFound("RepositoryNotFound", repository, "there is no such repository"),
        signal,
      });
      const parsed = tagList.safeParse(json(answer.body));
      if (!parsed.success) {
        const what = "the list of tags is malformed";
        throw new RegistryError("BadAnswer", { what, where: `${this.options.host}/${repository}` });
      }
      tags.push(...(parsed.data.tags ?? []));
      path = this.nextPage(repository, "tags/list", answer);
    }
    return [...new Set(tags)];
  }

  async referrers(
    repository: string,
    digest: string,
    artifactType: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Buffer[] | undefined> {
    const list = `referrers/${digest}`;
    const filter = artifactType === undefined ? "" : `?artifactType=${encodeURIComponent(artifactType)}`;
    const unsupported = new RegistryError("TagNotFound", { what: "no referrers API" });
    const pages: Buffer[] = [];
    let path: string | undefined = `${list}${filter}`;
    try {
      for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
        const answer: WireAnswer = await this.request({
          method: "GET",
          repository,
          path,
          accept: INDEX_TYPES.join(", "),
          missing: () => unsupported,
          signal,
        });
        // Gateways in front of older registries answer any path with a page of theirs.
        if (!INDEX_TYPES.includes(mediaTypeOf(answer))) throw unsupported;
        pages.push(answer.body);
        path = this.nextPage(repository, list, answer);
      }
      return pages;
    } catch (error) {
      if (error === unsupported) return undefined;
      throw error;
    }
  }

  linkedText(address: string, options: LinkedTextOptions): Promise<string> {
    return fetchLinkedText(this.options, address, options);
  }

  async close(): Promise<void> {
    await this.options.transport.close();
  }

  private manifestRequest(
    { repository, reference }: StoredReference,
    signal: AbortSignal | undefined,
  ): StoreRequest {
    const named = `${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
    return {
      method: "GET",
      repository,
      path: `manifests/${reference}`,
      accept: ACCEPTED_TYPES.join(", "),
      missing: (answer) =>
        errorCodes(answer).includes("NAME_UNKNOWN")
          ? this.notFound("RepositoryNotFound", repository, "there is no such repository")
          : this.notFound("TagNotFound", named, "tag not found: the registry has no such image"),
      signal,
    };
  }

  private async request(request: StoreRequest): Promise<WireAnswer> {
    const { repository, signal } = request;
    const where = `${this.options.host}/${repository}`;
    if (!isOciRepository(repository))
      throw this.notFound("RepositoryNotFound", repository, "this is no repository name");
    const url = new URL(`v2/${repository}/${request.path}`, this.options.endpoint);
    const scope = `repository:${repository}:pull`;

    let authorization = this.authenticator.authorization(scope);
    let answer = await this.follow(request, url, authorization, where);
    for (let attempt = 0; answer.status === 401 && attempt < 2; attempt++) {
      const again = await this.authenticator.respond(answer, scope, authorization, where, signal);
      const next = this.authenticator.authorization(scope);
      if (!again || next === undefined || next === authorization) break;
      authorization = next;
      answer = await this.follow(request, url, authorization, where);
    }
    if (answer.status === 200 || request.alsoGood?.includes(answer.status) === true) return answer;
    if (answer.status === 404) throw request.missing(answer);
    if (answer.status === 401 || answer.status === 403)
      throw this.authenticator.unauthorized(where, answer.status);
    const codes = errorCodes(answer);
    throw new RegistryError("BadAnswer", {
      what: `the registry answers ${answer.status}${codes.length === 0 ? "" : ` (${codes.join(", ")})`}`,
      where,
      next: "Check that the host is a registry that speaks the OCI distribution API",
    });
  }

  /** Other servers than the registry get no credentials. */
  private follow(
    { method, accept, signal }: StoreRequest,
    start: URL,
    authorization: string | undefined,
    where: string,
  ): Promise<WireAnswer> {
    const { transport, pace } = this.options;
    const send = async (url: URL): Promise<WireAnswer> => {
      const own = url.origin === start.origin;
      const headers = { accept, ...(own && authorization !== undefined ? { authorization } : {}) };
      const answer = await exchange(transport, { method, url, headers, signal }, where, pace);
      // A challenge of another server is not the registry's, so it gets no answer.
      return own || answer.status !== 401 ? answer : { ...answer, status: 403 };
    };
    return followRedirects(start, send, where);
  }

  /** Where a list goes on: its own path with what the registry adds to it, wherever the link points. */
  private nextPage(repository: string, list: string, { headers }: WireAnswer): string | undefined {
    const target = /<([^>]*)>\s*;[^,]*rel="?next"?/i.exec(headers.get("link") ?? "")?.[1];
    const base = new URL(`v2/${repository}/`, this.options.endpoint);
    if (target === undefined || !URL.canParse(target, base.href)) return undefined;
    return `${list}${new URL(target, base).search}`;
  }

  private notFound(reason: "TagNotFound" | "RepositoryNotFound", name: string, what: string): RegistryError {
    return new RegistryError(reason, {
      what,
      where: `${this.options.host}/${name}`,
      next: "Check the spelling, or push the image first",
    });
  }
}

function mediaTypeOf({ headers }: WireAnswer): string {
  return (headers.get("content-type") ?? "").replace(/;.*/, "").trim();
}

function errorCodes({ body }: WireAnswer): string[] {
  const parsed = errorList.safeParse(json(body));
  const codes = parsed.success ? parsed.data.errors.map(({ code }) => code ?? "") : [];
  // A code is one word; anything else is text from outside that must not reach messages.
  return codes.filter((code) => /^[A-Z_]{1,64}$/.test(code));
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
