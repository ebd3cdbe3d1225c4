import type { ClientChannel } from "ssh2";
import { endOrGiveUp, whenEnded, type ChannelEnd } from "./channel-end.js";
import { fixedScript } from "./command.js";
import { NodeError } from "./errors.js";
import { Lines } from "./lines.js";
import { cancelled } from "./link.js";
import { lockScript } from "./scripts/lock.sh.js";
import type { NodeSession } from "./session.js";
import type { LockOptions } from "./types.js";

/** How often we tell that we are there, in milliseconds. */
const BEAT_MS = 10_000;
const RELEASE_MS = 5_000;
const LONGEST_LINE = 4_096;
const LONGEST_NAME = 200;
const DEFAULT_WAIT_MS = 300_000;

/** The node's lock in our hands: a process on the node that ends with the connection. */
export class HeldLock {
  readonly #beat: NodeJS.Timeout;
  #lost = false;

  private constructor(
    private readonly channel: ClientChannel,
    private readonly ended: Promise<ChannelEnd>,
    private what: string,
    readonly takenAt: number,
  ) {
    this.#beat = setInterval(() => {
      this.#tell();
    }, BEAT_MS);
    this.#beat.unref();
    void ended.then(() => {
      clearInterval(this.#beat);
      this.#lost = true;
    });
  }

  /**
   * Waits for the lock.
   * @throws NodeError Locked when it took too long
   */
  static async take(session: NodeSession, what: string, options: LockOptions): Promise<HeldLock> {
    const { signal, timeoutMs = DEFAULT_WAIT_MS, onWait } = options;
    const { where, sudo } = session;
    const channel = await session.link.open(fixedScript(lockScript(session.folders), sudo), signal);
    const ended = whenEnded(channel);
    const said: string[] = [];
    channel.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString().trim()));
    let holder = "a script of somebody who lost the connection";
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(locked(where, holder, timeoutMs));
        }, timeoutMs);
        const onAbort = (): void => {
          reject(cancelled(where));
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        const settle = (act: () => void): void => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", onAbort);
          act();
        };
        const lines = new Lines(
          (line) => {
            if (line === "held") {
              settle(resolve);
              return;
            }
            holder = holderOf(line) ?? holder;
            onWait?.(holder);
          },
          LONGEST_LINE,
          () => undefined,
        );
        channel.on("data", (chunk: Buffer) => {
          lines.push(chunk);
        });
        void ended.then((end) => {
          settle(() => {
            reject(notTaken(session, end, said.join("; ")));
          });
        });
        channel.write(`${oneLine(session.lockedBy)}\n${oneLine(what)}\n`);
        if (signal?.aborted === true) onAbort();
      });
    } catch (error) {
      channel.close();
      throw error;
    }
    return new HeldLock(channel, ended, oneLine(what), performance.now());
  }

  /** Whether the lock went with its connection. */
  get lost(): boolean {
    return this.#lost;
  }

  /** The next work under the same lock. */
  passTo(what: string): void {
    this.what = oneLine(what);
    this.#tell();
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    this.channel.end();
    await endOrGiveUp(this.channel, this.ended, RELEASE_MS);
  }

  #tell(): void {
    if (!this.#lost && this.channel.writable) this.channel.write(`${this.what}\n`);
  }
}

/** `waiting <now> <since> <holder>` as people read it. */
function holderOf(line: string): string | undefined {
  const match = /^waiting (\d+) (\d+) (.*)$/.exec(line);
  if (match === null) return undefined;
  const [, now = "", since = "", holder = ""] = match;
  return `${holder}, for ${Math.max(0, Number(now) - Number(since))} s`;
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").slice(0, LONGEST_NAME);
}

function locked(where: string, holder: string, timeoutMs: number): NodeError {
  return new NodeError("Locked", {
    what: `is locked by ${holder}; waited ${timeoutMs / 1000} s`,
    where,
    next: "Run the command again when the other one is done",
  });
}

function notTaken({ where, sudo }: NodeSession, end: ChannelEnd, said: string): NodeError {
  if (!end.exited) {
    const what = "the connection broke while the node's lock was taken";
    return new NodeError("Unreachable", { what, where, next: "Check that the node runs" });
  }
  if (sudo && /\bsudo\b/.test(said)) {
    return new NodeError("SudoRefused", {
      what: `sudo does not let the user run commands without a password: ${said}`,
      where,
      next: "Give the user `ALL=(ALL) NOPASSWD: ALL` in a file of /etc/sudoers.d, or log in as root with sudo: false",
    });
  }
  return new NodeError("ScriptFailed", {
    what: `the node's lock cannot be taken: ${said === "" ? `exit code ${end.code ?? "unknown"}` : said}`,
    where,
    next: "The node needs sh, flock and timeout, and the user a place for locks: log in as root or use sudo",
    exitCode: end.code,
  });
}
