/** How the lab tells a person what it is doing. */
export interface Report {
  /** A lasting line: something has happened. */
  line(text: string): void;
  /** What is going on right now; the next status replaces it, an empty text clears it. */
  status(text: string): void;
}

/** The part of a writable stream that a report needs. */
export interface ReportStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const PLAIN_STATUS_EVERY_MS = 15_000;
const REDRAW_EVERY_MS = 1_000;

/**
 * A report that suits the stream: at a terminal the status stands on one line with the elapsed time, elsewhere
 * (CI, a file) it is printed at most every 15 s.
 * @param stream Default standard output.
 */
export function terminalReport(stream: ReportStream = process.stdout): Report {
  return stream.isTTY === true ? liveReport(stream) : plainReport(stream);
}

/** One redrawn status line, which ticks every second with the time since the report was made. */
export function liveReport(stream: ReportStream, now: () => number = Date.now): Report {
  const start = now();
  let current = "";
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const text = `${elapsed(now() - start)}  ${current}`;
    stream.write(`\r\u001b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
  };
  const clear = (): void => {
    clearInterval(timer);
    timer = undefined;
    stream.write("\r\u001b[K");
  };
  return {
    line: (text) => {
      stream.write(`${current === "" ? "" : "\r\u001b[K"}${text}\n`);
      if (current !== "") draw();
    },
    status: (text) => {
      if (text === "" && current === "") return;
      current = text;
      if (text === "") {
        clear();
        return;
      }
      draw();
      timer ??= setInterval(draw, REDRAW_EVERY_MS).unref();
    },
  };
}

/** Lines only. A status that has just begun is printed, further ones at most every 15 s. */
export function plainReport(stream: ReportStream, now: () => number = Date.now): Report {
  const start = now();
  let lastStatus = -Infinity;
  return {
    line: (text) => {
      stream.write(`${text}\n`);
    },
    status: (text) => {
      if (text === "" || now() - lastStatus < PLAIN_STATUS_EVERY_MS) return;
      lastStatus = now();
      stream.write(`${elapsed(now() - start)}  ${text}\n`);
    },
  };
}

/** Minutes and seconds of a duration in milliseconds: `0:07`, `12:30`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A duration in milliseconds in words: `7 s`, `12 min 30 s`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
