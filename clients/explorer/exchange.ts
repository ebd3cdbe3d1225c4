import { isObject } from "../../model/shared/json.js";
import { ExplorerError } from "./errors.js";
import { networkError } from "./network-error.js";
import type { Transport, WireAnswer } from "./transport.js";
import type { RetryPace } from "./types.js";

/** One request below `/api/v1`. */
export interface Request {
  readonly method: "GET" | "POST";
  /** Begins with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What it is about, for messages: `workload 12`. */
  readonly about: string;
  /** `always`: doing it twice is doing it once. `unsent`: only when it certainly did not arrive. */
  readonly repeat: "always" | "unsent";
  /** Reasons that this request has for answers which mean something else elsewhere. */
  readonly reasons?: Readonly<Record<number, ExplorerError["reason"]>>;
  readonly signal?: AbortSignal | undefined;
}

/** An answer below 400. */
export interface Answer {
  /** Parsed JSON; undefined when empty. */
  readonly body: unknown;
  readonly pages: number | undefined;
}

const BUDGET_MS = 60_000;
const LONGEST_DELAY_MS = 5_000;

const REASONS: Readonly<Record<number, ExplorerError["reason"]>> = {
  400: "Invalid",
  401: "Unauthorized",
  402: "PaymentRequired",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  422: "Invalid",
};

const NEXT: Partial<Record<ExplorerError["reason"], string>> = {
  Unauthorized: "Check tid and seed of the identity, and that the explorer knows its public key",
  PaymentRequired: "Fill up the capacity pool",
  Unavailable: "See the explorer's own log, and try again later",
};

/**
 * Sends a request until it is answered: what cannot do anything twice is repeated after lost connections and errors of
 * the server.
 *
 * @param server the explorer's address
 * @throws ExplorerError for every answer of 400 and above, and when there is none
 */
export async function exchange(
  transport: Transport,
  server: string,
  request: Request,
  pace: RetryPace,
): Promise<Answer> {
  const { default: pRetry } = await import("p-retry");
  const about = `${request.about} on ${server}`;
  let repeat = false;
  const attempt = async (): Promise<Answer> => {
    let answer: WireAnswer;
    try {
      answer = await transport.send(wireRequest(server, request));
    } catch (error) {
      if (request.signal?.aborted === true) throw cancelled(about, request.signal);
      const failure = networkError(error, about, server, request.repeat === "unsent");
      repeat = failure.reason === "Unreachable";
      throw failure;
    }
    if (answer.status < 400) return { body: parsed(answer.text, about), pages: answer.pages };
    const failure = refused(answer, about, request);
    repeat = request.repeat === "always" && failure.reason === "Unavailable";
    throw failure;
  };
  try {
    return await pRetry(attempt, {
      retries: pace.retries ?? 3,
      minTimeout: pace.firstDelayMs ?? 200,
      maxTimeout: LONGEST_DELAY_MS,
      maxRetryTime: BUDGET_MS,
      randomize: true,
      shouldRetry: () => repeat,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (error) {
    if (error instanceof ExplorerError || request.signal?.aborted !== true) throw error;
    throw cancelled(about, request.signal);
  }
}

function wireRequest(server: string, { method, path, query, headers, body, signal }: Request) {
  const url = new URL(`${server}/api/v1${path}`);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return {
    ...{ method, url },
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function refused({ status, text }: WireAnswer, about: string, request: Request): ExplorerError {
  const said = saidOf(text);
  const quoted = said === "" ? "" : `: ${said}`;
  const reason = request.reasons?.[status] ?? REASONS[status];
  if (reason === undefined && request.repeat === "unsent" && status >= 500) {
    return new ExplorerError("LostAnswer", {
      what: `the explorer answers ${status}${quoted}. Whether the request was carried out is not known`,
      where: about,
      next: "Run the command again; what was carried out is found and kept",
      status,
    });
  }
  const known = reason ?? (status >= 500 || status === 429 ? "Unavailable" : "Invalid");
  const next = NEXT[known];
  return new ExplorerError(known, {
    what: `the explorer answers ${status}${quoted}`,
    where: about,
    ...(next === undefined ? {} : { next }),
    status,
  });
}

/** What the explorer says is wrong: `{"error": …}`, or the beginning of a text. */
function saidOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body) && typeof body["error"] === "string") return body["error"];
  } catch {
    // A proxy's page, or Go's plain texts.
  }
  return text.replace(/\s+/g, " ").trim().slice(0, 200);
}

function parsed(text: string, about: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ExplorerError("BadAnswer", {
      what: "the answer is no JSON",
      where: about,
      next: "Check that the url leads to an explorer",
    });
  }
}

function cancelled(about: string, signal: AbortSignal): ExplorerError {
  return new ExplorerError("Cancelled", {
    what: "stopped before the answer came",
    where: about,
    cause: signal.reason,
  });
}
