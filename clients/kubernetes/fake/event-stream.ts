import type { RawWatchEvent } from "../watch-loop.js";

/** The open end of one watch: events are pushed in and read as an async iterable. */
export class EventStream implements AsyncIterable<RawWatchEvent> {
  private readonly events: RawWatchEvent[] = [];
  private outcome: { readonly error?: Error } | undefined;
  private wake: () => void = () => undefined;

  push(event: RawWatchEvent): void {
    this.events.push(event);
    this.wake();
  }

  /** Ends the stream, with an error as if the connection had broken. What was pushed before is still read. */
  end(error?: Error): void {
    this.outcome ??= error === undefined ? {} : { error };
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RawWatchEvent> {
    for (;;) {
      const event = this.events.shift();
      if (event !== undefined) {
        yield event;
      } else if (this.outcome !== undefined) {
        if (this.outcome.error !== undefined) throw this.outcome.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }
}
