import type { ChannelEnd } from "./channel-end.js";
import { NodeError } from "./errors.js";
import { cancelled } from "./link.js";
import type { ScriptOutput } from "./script-output.js";

/** Why we ended a script. */
export type Stopped = "timeout" | "cancelled" | "too-much-output";

/** A script that gave no answer, and what is known of it. */
export interface Unanswered {
  readonly script: string;
  readonly where: string;
  readonly sudo: boolean;
  readonly timeoutMs: number;
  readonly tookMs: number;
  readonly end: ChannelEnd;
  readonly stopped: Stopped | undefined;
  readonly output: Pick<ScriptOutput, "said" | "group">;
}

/** `timeout` tells with this exit code that it ended a command. */
const TIMED_OUT = 124;
const LINES_SHOWN = 3;

export function scriptFailure(unanswered: Unanswered): NodeError {
  const { script, where, timeoutMs, tookMs, end, stopped, output } = unanswered;
  if (stopped === "cancelled") return cancelled(where);
  if (stopped === "timeout" || (end.code === TIMED_OUT && tookMs >= timeoutMs)) {
    const last = output.said.at(-1);
    return new NodeError("Timeout", {
      what:
        `the script ${script} took longer than ${timeoutMs / 1000} s and was ended` +
        (last === undefined ? "" : `; it last said: ${last}`),
      where,
      next: "Look at what keeps the node busy, or give it more time",
    });
  }
  if (stopped === "too-much-output") {
    return new NodeError("TooMuchOutput", {
      what: `the script ${script} printed a line that is longer than what is read, and was ended`,
      where,
    });
  }
  if (!end.exited) {
    return new NodeError("Unreachable", {
      what: `the connection broke while the script ${script} ran; it may have done everything, a part or nothing`,
      where,
      next: "Run the command again when the node can be reached; what is done already is not done twice",
    });
  }
  if (output.group === undefined) return notStarted(unanswered);
  return new NodeError("ScriptFailed", {
    what: `the script ${script} failed with ${howEnded(end)}: ${shown(output.said)}`,
    where,
    exitCode: end.code,
    said: output.said,
  });
}

function notStarted({ script, where, sudo, end, output }: Unanswered): NodeError {
  const about = shown(output.said);
  if (sudo && output.said.some((line) => /\bsudo\b/.test(line))) {
    return new NodeError("SudoRefused", {
      what: `sudo does not let the user run commands without a password: ${about}`,
      where,
      next: "Give the user `ALL=(ALL) NOPASSWD: ALL` in a file of /etc/sudoers.d, or log in as root with sudo: false",
    });
  }
  return new NodeError("ScriptFailed", {
    what: `the script ${script} could not be started (${howEnded(end)}): ${about}`,
    where,
    next: "The user's login shell must run commands, and the node needs sh, timeout, flock and awk",
    exitCode: end.code,
    said: output.said,
  });
}

function howEnded({ code, signal }: ChannelEnd): string {
  return code === undefined ? `signal ${signal ?? "unknown"}` : `exit code ${code}`;
}

function shown(said: readonly string[]): string {
  return said.length === 0 ? "it said nothing" : said.slice(-LINES_SHOWN).join("; ");
}
