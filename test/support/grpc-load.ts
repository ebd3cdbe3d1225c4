import { setTimeout as pause } from "node:timers/promises";
import type { CallResult, GrpcClient, StreamResult } from "./grpc-client.js";

/** What is called, how often. */
export interface LoadSettings {
  readonly service: string;
  /** Calls of `Echo` a second. Default 0. */
  readonly callsPerSecond?: number;
  /** Streams open at any time; each is followed by the next. Default 0. */
  readonly streams?: number;
  /** How long one stream lasts. Default 2. */
  readonly streamSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a load has met so far. Keys of `calls` and `streams` are status names, those of `versions` versions. */
export interface LoadReport {
  readonly calls: Readonly<Record<string, number>>;
  readonly streams: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, number>>;
  /** The first few that did not end with `OK`. */
  readonly failures: readonly string[];
}

const FAILURES_KEPT = 20;
const AFTER_FAILURE_MS = 100;

/** Calls in the background, from now until it is stopped. */
export class Load {
  private readonly calls = new Map<string, number>();
  private readonly streams = new Map<string, number>();
  private readonly versions = new Map<string, number>();
  private readonly failures: string[] = [];
  private readonly underway = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly client: GrpcClient,
    private readonly settings: LoadSettings,
  ) {
    const { callsPerSecond = 0, streams = 0 } = settings;
    if (callsPerSecond > 0)
      this.timer = setInterval(() => {
        this.track(this.call());
      }, 1000 / callsPerSecond);
    for (let count = 0; count < streams; count++) this.track(this.keepStreaming());
  }

  /** The report as of now. */
  report(): LoadReport {
    return {
      calls: Object.fromEntries(this.calls),
      streams: Object.fromEntries(this.streams),
      versions: Object.fromEntries(this.versions),
      failures: this.failures,
    };
  }

  /** Begins nothing new and waits for what is under way. */
  async stop(): Promise<LoadReport> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all(this.underway);
    return this.report();
  }

  private track(work: Promise<void>): void {
    this.underway.add(work);
    void work.finally(() => this.underway.delete(work));
  }

  private async call(): Promise<void> {
    const { service, headers = {} } = this.settings;
    const result = await this.client.echo(service, { headers });
    count(this.calls, result.code);
    if (result.reply === undefined) this.noteFailure("call", result);
    else count(this.versions, result.reply.version);
  }

  private async keepStreaming(): Promise<void> {
    const { service, streamSeconds = 2, headers = {} } = this.settings;
    while (!this.stopped) {
      const result = await this.client.stream(service, { seconds: streamSeconds }, { headers });
      count(this.streams, result.code);
      for (const { version } of result.replies.slice(0, 1)) count(this.versions, version);
      if (result.code === "OK") continue;
      this.noteFailure("stream", result);
      await pause(AFTER_FAILURE_MS);
    }
  }

  private noteFailure(what: string, { code, details }: CallResult | StreamResult): void {
    if (this.failures.length < FAILURES_KEPT) this.failures.push(`${what}: ${code} ${details}`);
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
