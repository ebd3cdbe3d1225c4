import type { ClientChannel } from "ssh2";
import type { JsonObject, JsonValue } from "../../model/shared/json.js";
import { endOrGiveUp, whenEnded, type ChannelEnd } from "./channel-end.js";
import { endScript, scriptShell } from "./command.js";
import { NodeError } from "./errors.js";
import { cancelled } from "./link.js";
import { assignments } from "./parameters.js";
import { parameterRedactor } from "./redact.js";
import { scriptFailure, type Stopped } from "./script-failure.js";
import { ScriptOutput } from "./script-output.js";
import { scriptText } from "./script-text.js";
import type { NodeSession } from "./session.js";
import type { NodeScript, RunOptions } from "./types.js";

const DEFAULT_TIMEOUT_MS = 120_000;
/** A script that was asked to end is waited for so long, in milliseconds. */
const ENDING_MS = 3_000;

/**
 * Runs a script on a node; see `NodeClient.run`.
 * @param busyFile locked while the script runs, so that the next holder of the node's lock waits for it
 */
export async function runScript(
  session: NodeSession,
  script: NodeScript,
  parameters: JsonObject,
  options: RunOptions,
  busyFile?: string,
): Promise<JsonValue> {
  const { where, sudo } = session;
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const variables = assignments(parameters, `script ${script.name} on ${where}`);
  const endTurn = await session.sessions.take(signal).catch(() => {
    throw cancelled(where);
  });
  try {
    const channel = await session.link.open(scriptShell(sudo, timeoutMs, busyFile), signal);
    const clean = parameterRedactor(parameters, script.secrets ?? []);
    const running = new RunningScript(session, channel, clean, options.onLine);
    const begun = performance.now();
    const { end, stopped } = await running.send(scriptText(script.text, variables, session.folders), {
      signal,
      timeoutMs,
    });
    const { output } = running;
    const tookMs = performance.now() - begun;
    if (stopped === undefined && end.exited && end.code === 0 && output.group !== undefined) {
      return parsedAnswer(output.answer, script.name, where);
    }
    throw scriptFailure({ script: script.name, where, sudo, timeoutMs, tookMs, end, stopped, output });
  } finally {
    endTurn();
  }
}

/** One script on its way. */
class RunningScript {
  readonly output: ScriptOutput;
  readonly #ended: Promise<ChannelEnd>;
  readonly #ending = later<ChannelEnd>();
  #stopped: Stopped | undefined;

  constructor(
    private readonly session: NodeSession,
    private readonly channel: ClientChannel,
    clean: (text: string) => string,
    onLine: ((line: string) => void) | undefined,
  ) {
    this.output = new ScriptOutput(
      clean,
      onLine,
      (group) => {
        if (this.#stopped !== undefined) void this.#endOnNode(group);
      },
      () => {
        this.#stop("too-much-output");
      },
    );
    channel.on("data", (chunk: Buffer) => {
      this.output.stdout.push(chunk);
    });
    channel.stderr.on("data", (chunk: Buffer) => {
      this.output.stderr.push(chunk);
    });
    this.#ended = whenEnded(channel);
  }

  async send(
    text: string,
    { signal, timeoutMs }: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number },
  ): Promise<{ readonly end: ChannelEnd; readonly stopped: Stopped | undefined }> {
    const timer = setTimeout(() => {
      this.#stop("timeout");
    }, timeoutMs);
    const onAbort = (): void => {
      this.#stop("cancelled");
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted === true) {
      this.channel.close();
      onAbort();
    } else this.channel.end(text);
    try {
      const end = await Promise.race([this.#ended, this.#ending.promise]);
      this.output.end();
      return { end, stopped: this.#stopped };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #stop(why: Stopped): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = why;
    const { group } = this.output;
    // One that has not said that it began may be about to; it is ended when it says so.
    if (group !== undefined) void this.#endOnNode(group);
    void endOrGiveUp(this.channel, this.#ended, ENDING_MS).then(this.#ending.resolve);
  }

  async #endOnNode(group: number): Promise<void> {
    const { link, sudo } = this.session;
    try {
      const ending = await link.open(endScript(group, sudo));
      void whenEnded(ending);
      ending.resume();
      ending.stderr.resume();
      ending.end();
    } catch {
      // Without a connection nobody can be asked; the node ends the script when its time is over.
      this.channel.close();
    }
  }
}

/** A promise that is resolved from elsewhere. */
function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function parsedAnswer(answer: string | undefined, script: string, where: string): JsonValue {
  try {
    // What JSON.parse returns is a JSON value.
    return JSON.parse(answer ?? "") as JsonValue;
  } catch {
    throw new NodeError("BadAnswer", {
      what: `the script ${script} ended without an answer in JSON (${answer?.length ?? 0} characters)`,
      where,
      next: "Something else was printed last; look at what the login shell's profile prints on this node",
    });
  }
}
