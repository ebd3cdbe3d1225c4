import type { SendLog } from "./engine-client.js";

/** Says something under a resource: lasting lines, or a status that the next one replaces. */
export interface Speaker {
  info(message: string): void;
  warn(message: string): void;
  /** Shown while the operation runs. Repeating the last status sends nothing. */
  status(message: string): void;
}

/**
 * The engine's Log call. The client is loaded when there is first something to say: a run without changes says
 * nothing, and its start should not pay for it.
 */
export class EngineLog {
  private connection: Promise<SendLog> | undefined;
  private readonly lastStatus = new Map<string, string>();

  /** @param address `host:port` of the engine; undefined when the process was started without one. */
  constructor(private readonly address: string | undefined) {}

  about(urn: string): Speaker {
    return {
      info: (message) => {
        this.send("INFO", urn, message, false);
      },
      warn: (message) => {
        this.send("WARNING", urn, message, false);
      },
      status: (message) => {
        if (this.lastStatus.get(urn) === message) return;
        this.lastStatus.set(urn, message);
        this.send("INFO", urn, message, true);
      },
    };
  }

  private send(...message: Parameters<SendLog>): void {
    const { address } = this;
    if (address === undefined) return;
    this.connection ??= import("./engine-client.js").then(({ connectLog }) => connectLog(address));
    void this.connection.then((log) => {
      log(...message);
    });
  }
}
