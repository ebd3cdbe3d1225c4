import type { Engine, Severity } from "./engine.js";
import type { Redactor } from "./redactor.js";

/** Lines about one resource, shown under it. Every line passes the redactor. */
export interface Reporter {
  /** A line that stays. */
  readonly info: (message: string) => void;
  /** A warning that stays. */
  readonly warn: (message: string) => void;
  /** What is happening right now. */
  readonly status: (message: string) => void;
  /** The last status, for errors that tell what was waited for. */
  readonly lastStatus: () => string | undefined;
  /** Resolves when the engine has every line so far. */
  readonly delivered: () => Promise<void>;
}

/**
 * @param engine undefined when the process has none; lines that stay then go to `fallback`
 * @param fallback takes a line that no engine took; in a provider process, standard output
 */
export function reporterFor(
  urn: string,
  redactor: Redactor,
  engine: Engine | undefined,
  fallback: (line: string) => void,
): Reporter {
  let last: string | undefined;
  let pending: Promise<void> = Promise.resolve();
  const send = (severity: Severity, text: string, ephemeral: boolean): void => {
    const message = redactor.clean(text);
    pending = Promise.all([pending, engine?.log({ severity, message, urn, ephemeral }) ?? false]).then(
      ([, taken]) => {
        if (!taken && !ephemeral) fallback(`${severity}: ${message}`);
      },
    );
  };
  return {
    info: (message) => {
      send("info", message, false);
    },
    warn: (message) => {
      send("warning", message, false);
    },
    status: (message) => {
      if (message === last) return;
      last = message;
      send("info", message, true);
    },
    lastStatus: () => last,
    delivered: () => pending,
  };
}
