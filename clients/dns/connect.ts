import { randomInt } from "node:crypto";
import type { DnsUpdate } from "../../model/gateway/dns/records.js";
import { decodeAnswer, type DnsAnswer } from "./answer.js";
import { DnsError, isDnsError } from "./errors.js";
import { Link, LinkBroken } from "./link.js";
import { refusalOf } from "./refusal.js";
import { sign, verify, type TsigVerdict } from "./tsig.js";
import { Turns } from "../node/turns.js";
import type { CallOptions, DnsClient, DnsOptions } from "./types.js";
import { queryMessage, updateMessage } from "./wire.js";

const RETRIES = 5;
const FIRST_DELAY_MS = 200;
/** No try begins later than this after the first one, in milliseconds. */
const BUDGET_MS = 10_000;
/** Messages that are under way at a time: servers work off a connection one by one. */
const MOST_UNDER_WAY = 32;

interface Request {
  /** What it is about, for messages. */
  readonly about: string;
  readonly isUpdate: boolean;
  readonly message: (id: number) => Buffer;
}

/** A client of one name server. Nothing is connected before the first call. */
export function connectNameServer({
  host,
  port,
  key,
  timeoutMs = 5_000,
  now = () => Math.floor(Date.now() / 1000),
}: DnsOptions): DnsClient {
  const where = `name server ${host.includes(":") ? `[${host}]` : host}:${port}`;
  const link = new Link(host, port, timeoutMs);
  const turns = new Turns(MOST_UNDER_WAY);

  const once = async ({ about, isUpdate, message }: Request, signal?: AbortSignal): Promise<DnsAnswer> => {
    const seconds = now();
    const asked = { where: `${about} on ${where}`, key, isUpdate, now: seconds };
    const signed = sign(message(freeId(link)), key, seconds);
    const bytes = await link.exchange(signed.message, signal);
    let read: { readonly answer: DnsAnswer; readonly verdict: TsigVerdict | undefined };
    try {
      read = { answer: decodeAnswer(bytes), verdict: verify(bytes, key, signed.mac) };
    } catch (error) {
      const what = "the answer cannot be read";
      throw new DnsError("BadAnswer", { what, where: asked.where, cause: error });
    }
    const refusal = refusalOf(read.answer.rcode, read.verdict, asked);
    if (refusal !== undefined) throw refusal;
    return read.answer;
  };

  const inTurn = async <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const endTurn = await turns.take(signal);
    try {
      return await work();
    } finally {
      endTurn();
    }
  };

  const send = async (request: Request, { signal, retries = RETRIES }: CallOptions): Promise<DnsAnswer> => {
    const { default: pRetry } = await import("p-retry");
    try {
      return await pRetry(() => inTurn(() => once(request, signal), signal), {
        retries,
        minTimeout: FIRST_DELAY_MS,
        maxRetryTime: BUDGET_MS,
        shouldRetry: ({ error }) => error instanceof LinkBroken,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw explained(error, `${request.about} on ${where}`, signal);
    }
  };

  return {
    where,
    async query(name, types, options = {}) {
      const answers = await Promise.all(
        types.map((type) =>
          send({ about: name, isUpdate: false, message: (id) => queryMessage(id, name, type) }, options),
        ),
      );
      const found = new Map(
        answers.flatMap(({ records }) => records.map((record) => [JSON.stringify(record), record])),
      );
      return [...found.values()].filter((record) => record.name === name);
    },
    async zoneOf(name, options = {}) {
      try {
        // An alias is answered by what it leads to, which may be in another zone; the name above it is in its own.
        for (let asked = name; asked !== ""; asked = nameAbove(asked)) {
          const request = {
            about: name,
            isUpdate: false,
            message: (id: number) => queryMessage(id, asked, "SOA"),
          };
          const { authoritative, zone, records } = await send(request, options);
          if (!records.some(({ type }) => type === "CNAME")) return authoritative ? zone : undefined;
        }
        return undefined;
      } catch (error) {
        if (isDnsError(error, "NotAuthoritative")) return undefined;
        throw error;
      }
    },
    async update(update: DnsUpdate, options = {}) {
      const about = `update of ${update.zone}`;
      await send({ about, isUpdate: true, message: (id) => updateMessage(id, update) }, options);
    },
    close() {
      link.close();
      return Promise.resolve();
    },
  };
}

function nameAbove(name: string): string {
  const end = name.indexOf(".");
  return end < 0 ? "" : name.slice(end + 1);
}

/** Random, so that nobody can answer who does not see the question. */
function freeId(link: Link): number {
  for (;;) {
    const id = randomInt(0x10000);
    if (!link.uses(id)) return id;
  }
}

function explained(error: unknown, where: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true && !(error instanceof DnsError)) {
    return new DnsError("Cancelled", { what: "stopped before the answer came", where, cause: signal.reason });
  }
  if (!(error instanceof LinkBroken)) return error;
  return new DnsError("Unreachable", {
    what: `cannot be reached: ${error.message}`,
    where,
    next: "Check that the server runs, and its address and port in the stack's configuration",
    cause: error,
  });
}
