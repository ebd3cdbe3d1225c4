import { z } from "zod";
import { ACCEPTED_TYPES, INDEX_TYPES } from "../../model/shared/oci-media-types.js";
import { isOciRepository } from "../../model/shared/oci-reference.js";
import { Authenticator, type Credentials } from "./auth.js";
import { RegistryError } from "./errors.js";
import { exchange, type RetryPace } from "./exchange.js";
import type { OciStore, StoredReference } from "./store.js";
import type { Transport, WireAnswer } from "./transport.js";

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
  /** What a 404 means. */
  readonly missing: (answer: WireAnswer) => RegistryError;
  readonly signal: AbortSignal | undefined;
}

const MOST_REDIRECTS = 5;
const MOST_PAGES = 1000;
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
    const answer = await this.request({ ...this.manifestRequest(at, signal), method: "HEAD" });
    return answer.headers.get("docker-content-digest");
  }

  async manifest(at: StoredReference, signal: AbortSignal | undefined) {
    const { headers, body } = await this.request(this.manifestRequest(at, signal));
    const claimedDigest = headers.get("docker-content-digest");
    return {
      mediaType: (headers.get("content-type") ?? "").replace(/;.*/, "").trim(),
      bytes: body,
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
      path = this.nextPage(repository, answer.headers.get("link"));
    }
    return [...new Set(tags)];
  }

  async referrers(
    repository: string,
    digest: string,
    artifactType: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Buffer | undefined> {
    const filter = artifactType === undefined ? "" : `?artifactType=${encodeURIComponent(artifactType)}`;
    const unsupported = new RegistryError("TagNotFound", { what: "no referrers API" });
    try {
      const { body } = await this.request({
        method: "GET",
        repository,
        path: `referrers/${digest}${filter}`,
        accept: INDEX_TYPES.join(", "),
        missing: () => unsupported,
        signal,
      });
      return body;
    } catch (error) {
      if (error === unsupported) return undefined;
      throw error;
    }
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
    if (answer.status === 200) return answer;
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

  /** Follows redirects, as registries use them for content. Other servers than the registry get no credentials. */
  private async follow(
    { method, accept, signal }: StoreRequest,
    start: URL,
    authorization: string | undefined,
    where: string,
  ): Promise<WireAnswer> {
    const { transport, pace } = this.options;
    let url = start;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      const own = url.origin === start.origin;
      const headers = { accept, ...(own && authorization !== undefined ? { authorization } : {}) };
      const answer = await exchange(transport, { method, url, headers, signal }, where, pace);
      const location =
        answer.status >= 300 && answer.status < 400 ? answer.headers.get("location") : undefined;
      if (location === undefined) {
        // A challenge of another server is not the registry's, so it gets no answer.
        return own || answer.status !== 401 ? answer : { ...answer, status: 403 };
      }
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      const downgraded = url.protocol === "https:" && next?.protocol === "http:";
      if (next === undefined || !/^https?:$/.test(next.protocol) || downgraded) {
        const what = downgraded
          ? `${url.origin} redirects to an unencrypted address`
          : `${url.origin} redirects nowhere`;
        throw new RegistryError("BadAnswer", { what, where });
      }
      url = next;
    }
    throw new RegistryError("BadAnswer", { what: `more than ${MOST_REDIRECTS} redirects`, where });
  }

  private nextPage(repository: string, link: string | undefined): string | undefined {
    const target = /<([^>]*)>\s*;[^,]*rel="?next"?/i.exec(link ?? "")?.[1];
    const base = new URL(`v2/${repository}/`, this.options.endpoint);
    if (target === undefined || !URL.canParse(target, base.href)) return undefined;
    return `tags/list${new URL(target, base).search}`;
  }

  private notFound(reason: "TagNotFound" | "RepositoryNotFound", name: string, what: string): RegistryError {
    return new RegistryError(reason, {
      what,
      where: `${this.options.host}/${name}`,
      next: "Check the spelling, or push the image first",
    });
  }
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
