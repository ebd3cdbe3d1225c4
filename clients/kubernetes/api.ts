import { setTimeout as delay } from "node:timers/promises";
import type { Options as RetryOptions } from "p-retry";
import { Failure } from "../../model/shared/errors.js";
import { KubeError } from "./errors.js";
import { networkError, neverSent } from "./network-error.js";
import { type Asked, statusError } from "./status-error.js";
import type { Transport, WireAnswer, WireRequest } from "./transport.js";

/** One request in terms of the API. */
export interface ApiRequest {
  readonly method: WireRequest["method"];
  readonly path: string;
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** Default `application/json`. */
  readonly accept?: string;
  /** What it is about, without the server: `ConfigMap shop/settings`. */
  readonly about: string;
  /** The verb in a sentence: `read`, `apply`. */
  readonly doing: string;
  /** `always`: doing it twice is doing it once. `unsent`: only when the server certainly did not act on it. */
  readonly repeat: "always" | "unsent";
  readonly signal?: AbortSignal;
  readonly idleMs?: number;
  /** Removes secret values from the server's message. */
  readonly redact?: (text: string) => string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON, or the text when it is none; undefined when empty. */
  readonly body: unknown;
  /** An earlier attempt may have reached the server although no answer came. */
  readonly afterLostAnswer: boolean;
}

/** How failed requests are repeated. */
export interface RetryPace {
  /**
   * Attempts after the first. Default 4. Answers of 429 do not count: they are repeated for up to a minute. After
   * an answer of 500 there is one more attempt.
   */
  readonly retries?: number;
  /** Milliseconds before the first of them, doubled each time, at most 5,000. Default 200. */
  readonly firstDelayMs?: number;
}

/** Requests with retries, renewal of credentials and errors in the API's terms. */
export interface Api {
  readonly server: string;
  /** Any status; throws only when no answer came. */
  exchange(request: ApiRequest): Promise<ApiAnswer>;
  /** @throws KubeError for every status of 400 and above. */
  send(request: ApiRequest): Promise<ApiAnswer>;
  /** A success whose body is read by the caller. Not repeated. */
  stream(request: ApiRequest): Promise<WireAnswer>;
  /** The error of an answer, in this request's words. */
  refused(status: number, body: unknown, request: ApiRequest): KubeError;
  /** The error of a connection that broke, in this request's words. */
  broken(error: unknown, request: ApiRequest): KubeError;
}

type PRetry = <T>(attempt: () => Promise<T>, options: RetryOptions) => Promise<T>;

/** What is known after a failed attempt. */
interface Verdict {
  readonly repeat: boolean;
  /** The server may have acted on it. */
  readonly arrived: boolean;
  /** The server was too busy, which says nothing about the next attempt. */
  readonly busy: boolean;
  /** An answer of 500, which the API server also gives to objects it cannot make sense of. */
  readonly internal?: boolean;
  readonly afterMs: number;
}

const RETRY_BUDGET_MS = 60_000;
const LONGEST_DELAY_MS = 5_000;
const LONGEST_RETRY_AFTER_MS = 30_000;
const BUSY_DELAY_MS = 1_000;

/** Puts the API's manners on a transport. */
export async function openApi(transport: Transport, pace: RetryPace = {}): Promise<Api> {
  const { default: pRetry } = await import("p-retry");
  return new RetryingApi(transport, pRetry, pace);
}

class RetryingApi implements Api {
  readonly server: string;

  constructor(
    private readonly transport: Transport,
    private readonly retry: PRetry,
    private readonly pace: RetryPace,
  ) {
    this.server = transport.access.server;
  }

  async exchange(request: ApiRequest): Promise<ApiAnswer> {
    let verdict: Verdict = { repeat: false, arrived: false, busy: false, afterMs: 0 };
    let lost = false;
    let last: ApiAnswer | undefined;
    const attempt = async (): Promise<ApiAnswer> => {
      last = undefined;
      let wire: WireAnswer;
      let body: unknown;
      try {
        wire = await this.renewing(request);
        body = parsed(await wire.body.text());
      } catch (error) {
        const arrived = !neverSent(error);
        verdict = { repeat: !arrived || request.repeat === "always", arrived, busy: false, afterMs: 0 };
        if (error instanceof Failure) verdict = { ...verdict, repeat: false };
        throw this.broken(error, request);
      }
      last = { status: wire.status, body, afterLostAnswer: lost };
      if (wire.status !== 429 && wire.status < 500) return last;
      const busy = wire.status === 429;
      verdict = {
        repeat: busy || request.repeat === "always",
        arrived: !busy,
        busy,
        internal: wire.status === 500,
        afterMs: retryAfter(wire.headers["retry-after"]) ?? (busy ? BUSY_DELAY_MS : 0),
      };
      throw this.refused(wire.status, body, request);
    };
    try {
      return await this.retry(attempt, {
        retries: this.pace.retries ?? 4,
        minTimeout: this.pace.firstDelayMs ?? 200,
        maxTimeout: LONGEST_DELAY_MS,
        maxRetryTime: RETRY_BUDGET_MS,
        randomize: true,
        onFailedAttempt: async () => {
          lost ||= verdict.arrived;
          if (verdict.repeat && verdict.afterMs > 0)
            await delay(verdict.afterMs, undefined, abortable(request.signal));
        },
        shouldRetry: ({ attemptNumber }) =>
          verdict.repeat && (verdict.internal !== true || attemptNumber === 1),
        shouldConsumeRetry: () => !verdict.busy,
        signal: request.signal,
      });
    } catch (error) {
      if (last !== undefined && !request.signal?.aborted) return last;
      throw this.broken(error, request);
    }
  }

  async send(request: ApiRequest): Promise<ApiAnswer> {
    const answer = await this.exchange(request);
    if (answer.status >= 400) throw this.refused(answer.status, answer.body, request);
    return answer;
  }

  async stream(request: ApiRequest): Promise<WireAnswer> {
    let wire: WireAnswer;
    try {
      wire = await this.renewing(request);
      if (wire.status < 400) return wire;
      const body = parsed(await wire.body.text());
      throw this.refused(wire.status, body, request);
    } catch (error) {
      throw this.broken(error, request);
    }
  }

  refused(status: number, body: unknown, request: ApiRequest): KubeError {
    return statusError(status, body, this.asked(request), request.redact);
  }

  broken(error: unknown, request: ApiRequest): KubeError {
    if (request.signal?.aborted === true && !(error instanceof KubeError)) {
      return new KubeError("Timeout", {
        what: `stopped before the answer to ${request.doing} came`,
        where: this.asked(request).where,
        status: 0,
        cause: request.signal.reason,
      });
    }
    return networkError(error, this.transport.access, this.asked(request));
  }

  private asked(request: ApiRequest): Asked {
    return {
      where: `${request.about} on ${this.server}`,
      doing: request.doing,
      credential: `${this.transport.access.credential.description} in ${this.transport.access.origin}`,
    };
  }

  /** Sends; after a 401 once more with a renewed credential, where there is one to be had. */
  private async renewing(request: ApiRequest): Promise<WireAnswer> {
    const wireRequest = this.wireRequest(request);
    const answer = await this.transport.send(wireRequest);
    if (answer.status !== 401 || !this.transport.access.credential.renew(answer.authentication))
      return answer;
    await answer.body.dump();
    return this.transport.send(wireRequest);
  }

  private wireRequest(request: ApiRequest): WireRequest {
    const { method, signal, idleMs, body } = request;
    const query = new URLSearchParams(
      Object.entries(request.query ?? {}).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ).toString();
    return {
      method,
      path: query === "" ? request.path : `${request.path}${request.path.includes("?") ? "&" : "?"}${query}`,
      headers: {
        accept: request.accept ?? "application/json",
        ...(body === undefined ? {} : { "content-type": request.contentType ?? "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      ...(idleMs === undefined ? {} : { idleMs }),
    };
  }
}

function abortable(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Seconds or a date, as RFC 9110 10.2.3 has it; the API server sends seconds. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
