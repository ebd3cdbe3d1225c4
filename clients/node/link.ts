import { setTimeout as pause } from "node:timers/promises";
import type { ClientChannel } from "ssh2";
import { dial, type Dialled } from "./dial.js";
import { isNodeError, NodeError } from "./errors.js";
import type { NodeAddress } from "./types.js";

/** A server that drops connections because too many begin at once takes one a little later, in milliseconds. */
const DROPPED_PAUSE_MS = 500;

/** The one connection to a node, made when it is first needed and again when it broke. */
export class Link {
  #connection: Promise<Dialled> | undefined;
  #closed = false;

  /** @param route the jump hosts in order, and the node */
  constructor(
    private readonly route: readonly NodeAddress[],
    private readonly where: string,
    private readonly timeoutMs: number,
  ) {}

  /**
   * Starts a command. Until it is there, nothing has happened on the node, so that a connection that turns out to be
   * dead is replaced, once.
   *
   * @throws NodeError when there is no way to the node, or the signal ends the wait
   */
  async open(command: string, signal?: AbortSignal): Promise<ClientChannel> {
    const opening = this.#open(command);
    if (signal === undefined) return opening;
    if (signal.aborted) return this.#abandon(opening);
    const race = new AbortController();
    const aborted = new Promise<never>((_, reject) => {
      const onAbort = (): void => {
        this.#abandon(opening).catch(reject);
      };
      signal.addEventListener("abort", onAbort, { once: true, signal: race.signal });
    });
    try {
      return await Promise.race([opening, aborted]);
    } finally {
      race.abort();
    }
  }

  /** Ends the connection; whatever runs on it is lost. */
  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    try {
      (await connection)?.end();
    } catch {
      // There was no connection to end.
    }
  }

  async #open(command: string): Promise<ClientChannel> {
    const first = await this.#connected();
    try {
      return await this.#channel(first, command);
    } catch (error) {
      if (!isNodeError(error, "Unreachable") || this.#closed) throw error;
      return this.#channel(await this.#connected(), command);
    }
  }

  #abandon(opening: Promise<ClientChannel>): Promise<never> {
    opening.then(
      (channel) => {
        channel.close();
      },
      () => undefined,
    );
    return Promise.reject(cancelled(this.where));
  }

  #connected(): Promise<Dialled> {
    if (this.#closed) {
      return Promise.reject(
        new NodeError("Unreachable", { what: "the client has been closed", where: this.where }),
      );
    }
    if (this.#connection !== undefined) return this.#connection;
    const connection = this.#dial();
    this.#connection = connection;
    connection.then(
      ({ client }) => {
        client.once("close", () => {
          this.#forget(connection);
        });
      },
      () => {
        this.#forget(connection);
      },
    );
    return connection;
  }

  async #dial(): Promise<Dialled> {
    try {
      return await dial(this.route, this.timeoutMs);
    } catch (error) {
      if (!isNodeError(error, "Unreachable") || !wasDropped(error)) throw error;
      await pause(DROPPED_PAUSE_MS);
      return dial(this.route, this.timeoutMs);
    }
  }

  #forget(connection: Promise<Dialled>): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  #channel({ client, end }: Dialled, command: string): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const lost = (cause?: unknown): void => {
        clearTimeout(timer);
        const what = "the connection broke before the command was sent";
        const next = "Check that the node runs";
        reject(new NodeError("Unreachable", { what, where: this.where, next, cause }));
      };
      const timer = setTimeout(() => {
        // A server that takes no commands is not asked again on the same connection.
        end();
        lost();
      }, this.timeoutMs);
      try {
        client.exec(command, (error, channel) => {
          clearTimeout(timer);
          if (error === undefined) resolve(channel);
          else if (isRefusal(error)) reject(refused(error, this.where));
          else lost(error);
        });
      } catch (error) {
        lost(error);
      }
    });
  }
}

/** The error for work that the caller's signal has ended. */
export function cancelled(where: string): NodeError {
  return new NodeError("Cancelled", { what: "the work on the node was cancelled", where });
}

function wasDropped({ cause }: NodeError): boolean {
  if (!(cause instanceof Error)) return false;
  const code = "code" in cause ? cause.code : undefined;
  return code === "ECONNRESET" || code === "EPIPE" || cause.message === "Connection lost before handshake";
}

/** Whether the server is there and says no. */
function isRefusal(error: Error): boolean {
  return /channel open failure|unable to exec/i.test(error.message);
}

function refused(error: Error, where: string): NodeError {
  return new NodeError("Unauthorized", {
    what: `the node runs no command for us: ${error.message}`,
    where,
    next: "Allow commands and at least ten sessions a connection in its sshd_config (MaxSessions, ForceCommand)",
    cause: error,
  });
}
