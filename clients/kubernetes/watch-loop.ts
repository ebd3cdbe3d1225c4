import { setTimeout as delay } from "node:timers/promises";
import { isObject } from "../../model/shared/json.js";
import { isKubeError, type KubeError } from "./errors.js";
import type { KubeObject, ListResult, WatchEvent } from "./types.js";

/** One line of a watch as the server sends it. */
export interface RawWatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  /** A KubeObject; for ERROR a Status. */
  readonly object: unknown;
}

/** Where a watch gets its events from: an API server, or the fake. */
export interface WatchSource {
  list(signal: AbortSignal): Promise<ListResult>;
  /** Ends when the server ends the stream; throws when the connection breaks or the version is too old. */
  open(resourceVersion: string, signal: AbortSignal): AsyncIterable<RawWatchEvent>;
  /** The error of an ERROR event. */
  failure(status: unknown): KubeError;
}

/** How a broken watch is taken up again. */
export interface ReconnectPace {
  /** Milliseconds before the first reconnection, doubled each time. Default 500. */
  readonly firstDelayMs?: number;
  /** Default 30,000. */
  readonly longestDelayMs?: number;
  /** Failures in a row after which the watch fails. Default 10, which is about three minutes. */
  readonly failures?: number;
}

/** Failures that another attempt may not meet. Everything else (no rights, no such kind) ends the watch. */
const PASSING = ["Unreachable", "Unavailable", "Timeout", "TooManyRequests", "Internal"] as const;

/** Whether the cause of a failure may go away by itself: a restart, an overload, a broken connection. */
export function isPassing(error: unknown): boolean {
  return isKubeError(error, ...PASSING);
}

/** A stream that lasted this long, in milliseconds, was a working one even if nothing happened in it. */
const WORKING_MS = 5_000;

/**
 * Events of a collection without gaps: resumes at the last version seen; after a 410 lists again and reports the
 * difference; takes up broken connections with growing, jittered delays. Ends quietly when the signal is aborted.
 *
 * A watch that starts at a given version knows only what it has seen since: after a 410, an object that existed
 * before and was deleted in the gap cannot be reported.
 * @throws KubeError when the first list fails, rights are missing, or reconnecting has failed too often.
 */
export async function* watchCollection(
  source: WatchSource,
  options: { readonly resourceVersion?: string; readonly signal?: AbortSignal },
  pace: ReconnectPace = {},
): AsyncGenerator<WatchEvent, void, undefined> {
  const ended = new AbortController();
  const signal =
    options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  const view = new CollectionView(options.resourceVersion);
  let failures = 0;
  try {
    while (!signal.aborted) {
      const begun = performance.now();
      try {
        if (view.resumeAt === undefined) yield* view.listed(await source.list(signal));
        for await (const raw of source.open(view.resumeAt ?? "", signal)) {
          if (raw.type === "ERROR") throw source.failure(raw.object);
          failures = 0;
          yield* view.received(raw.type, raw.object);
        }
      } catch (error) {
        if (isAborted(signal)) return;
        if (isKubeError(error, "Expired")) view.resumeAt = undefined;
        else if (!isPassing(error)) throw error;
        if (failures + 1 >= (pace.failures ?? 10)) throw error;
      }
      failures = performance.now() - begun >= WORKING_MS ? 0 : failures + 1;
      await pause(failures, pace, signal);
    }
  } finally {
    ended.abort();
  }
}

/** A function, because an abort happens while the loop waits, which the compiler cannot see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(failures: number, pace: ReconnectPace, signal: AbortSignal): Promise<void> {
  if (failures === 0) return;
  const longest = pace.longestDelayMs ?? 30_000;
  const ms = Math.min((pace.firstDelayMs ?? 500) * 2 ** (failures - 1), longest) * (0.5 + Math.random() / 2);
  // An abort ends the pause and then the loop.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** What a watch has seen: where it may resume, and the last state of each object. */
class CollectionView {
  private readonly objects = new Map<string, KubeObject>();
  /** Undefined when a list must come first. */
  resumeAt: string | undefined;
  /** Older objects that appear in a list were known to the caller from the start. */
  private readonly startedAt: string | undefined;

  constructor(resourceVersion: string | undefined) {
    this.resumeAt = resourceVersion;
    this.startedAt = resourceVersion;
  }

  *listed({ items, resourceVersion }: ListResult): Generator<WatchEvent> {
    const present = new Set(items.map(identity));
    for (const [key, object] of this.objects) {
      if (!present.has(key)) {
        this.objects.delete(key);
        yield { type: "DELETED", object };
      }
    }
    for (const object of items) {
      const key = identity(object);
      const before = this.objects.get(key);
      this.objects.set(key, object);
      if (before === undefined) {
        if (!notNewer(object.metadata.resourceVersion, this.startedAt)) yield { type: "ADDED", object };
      } else if (before.metadata.uid !== object.metadata.uid) {
        yield { type: "DELETED", object: before };
        yield { type: "ADDED", object };
      } else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) {
        yield { type: "MODIFIED", object };
      }
    }
    this.resumeAt = resourceVersion;
  }

  *received(type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK", object: unknown): Generator<WatchEvent> {
    if (!isWatched(object)) return;
    this.resumeAt = object.metadata.resourceVersion ?? this.resumeAt;
    if (type === "BOOKMARK") return;
    if (type === "DELETED") this.objects.delete(identity(object));
    else this.objects.set(identity(object), object);
    yield { type, object };
  }
}

function isWatched(object: unknown): object is KubeObject {
  return isObject(object) && isObject(object["metadata"]);
}

function identity({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}

/** Resource versions are decimal numbers that grow with time (KEP-5504); anything else counts as newer. */
function notNewer(version: string | undefined, than: string | undefined): boolean {
  if (version === undefined || than === undefined || !/^\d+$/.test(version) || !/^\d+$/.test(than))
    return false;
  return BigInt(version) <= BigInt(than);
}
