import { connect, type Socket } from "node:net";
import { codesOf } from "../error-codes.js";

/** A connection that could not be made, or that broke, or that brought no answer in time. */
export class LinkBroken extends Error {
  override readonly name: string = "LinkBroken";
}

const TOLD: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved now",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
};

interface Waiting {
  resolve(answer: Buffer): void;
  reject(reason: Error): void;
}

/**
 * One TCP connection to a name server, made when it is needed and again when the server has ended it. Messages are sent
 * one after the other without waiting for answers, which come in any order.
 */
export class Link {
  #opening: Promise<Socket> | undefined;
  #socket: Socket | undefined;
  #received = Buffer.alloc(0);
  readonly #waiting = new Map<number, Waiting>();

  constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly timeoutMs: number,
  ) {}

  /** Whether a message with this id is under way. */
  uses(id: number): boolean {
    return this.#waiting.has(id);
  }

  /**
   * Sends a message, whose first two octets are its id, and waits for the answer with the same id. An answer that does
   * not come ends the connection, since the next message would not fare better.
   * @throws LinkBroken; the signal's reason
   */
  exchange(message: Buffer, signal?: AbortSignal): Promise<Buffer> {
    const id = message.readUInt16BE(0);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(new LinkBroken(`there is no answer within ${this.timeoutMs / 1000} s`));
      }, this.timeoutMs);
      const abort = (): void => {
        waiting.reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      };
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        this.#waiting.delete(id);
        // An idle connection does not keep the process from ending.
        if (this.#waiting.size === 0) this.#socket?.unref();
      };
      const waiting: Waiting = {
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (reason) => {
          settle();
          reject(reason);
        },
      };
      this.#waiting.set(id, waiting);
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted === true) abort();
      void this.#send(id, message);
    });
  }

  close(): void {
    this.#end(new LinkBroken("the connection was closed"));
  }

  async #send(id: number, message: Buffer): Promise<void> {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    try {
      const socket = await this.#open();
      if (!this.#waiting.has(id)) return;
      socket.ref();
      socket.write(Buffer.concat([length, message]));
    } catch (error) {
      this.#waiting.get(id)?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #open(): Promise<Socket> {
    this.#opening ??= new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port });
      let reason = new LinkBroken("the connection was closed");
      const slow = setTimeout(() => socket.destroy(new LinkBroken("there is no answer")), this.timeoutMs);
      socket.once("connect", () => {
        clearTimeout(slow);
        socket.setNoDelay();
        this.#socket = socket;
        this.#received = Buffer.alloc(0);
        resolve(socket);
      });
      socket.on("data", (chunk: Buffer) => {
        this.#take(chunk);
      });
      socket.on("error", (error) => {
        reason = new LinkBroken(toldOf(error), { cause: error });
      });
      socket.on("close", () => {
        clearTimeout(slow);
        reject(reason);
        // A later connection has nothing to do with this one.
        if (this.#socket === socket || this.#socket === undefined) this.#end(reason);
      });
    });
    return this.#opening;
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 2) {
      const end = 2 + this.#received.readUInt16BE(0);
      if (this.#received.length < end) return;
      const message = this.#received.subarray(2, end);
      this.#received = this.#received.subarray(end);
      if (message.length >= 2) this.#waiting.get(message.readUInt16BE(0))?.resolve(message);
    }
  }

  #end(reason: LinkBroken): void {
    const socket = this.#socket;
    this.#opening = undefined;
    this.#socket = undefined;
    socket?.destroy();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(reason);
  }
}

function toldOf(error: Error): string {
  if (error instanceof LinkBroken) return error.message;
  const told = codesOf(error).map((code) => TOLD[code]);
  return told.find((text) => text !== undefined) ?? error.message;
}
