import type { ClientChannel } from "ssh2";

/** How a command ended; without an exit the connection broke, or we closed it. */
export interface ChannelEnd {
  readonly exited: boolean;
  /** Absent when a signal ended the command. */
  readonly code?: number | undefined;
  readonly signal?: string | undefined;
}

/** Something that a command left running may keep its output open; it is heard so much longer, in milliseconds. */
const LINGER_MS = 1_000;

/** Waits until a command has ended and its output has been read. */
export function whenEnded(channel: ClientChannel): Promise<ChannelEnd> {
  return new Promise((resolve) => {
    let end: ChannelEnd = { exited: false };
    let linger: NodeJS.Timeout | undefined;
    const wait = (): void => {
      clearTimeout(linger);
      linger = setTimeout(() => {
        channel.close();
      }, LINGER_MS);
    };
    const onOutput = (): void => {
      if (end.exited) wait();
    };
    channel.on("exit", (code: number | null, signal?: string) => {
      end = { exited: true, code: code ?? undefined, signal };
      wait();
    });
    channel.on("data", onOutput);
    channel.stderr.on("data", onOutput);
    // What cannot be written to a command that has ended is of no use to it.
    channel.on("error", () => undefined);
    channel.on("close", () => {
      clearTimeout(linger);
      resolve(end);
    });
  });
}

/**
 * Waits for the end of a command that is to end now. After so many milliseconds it is closed and given up: a node that
 * does not answer would never say that it closed it too.
 */
export async function endOrGiveUp(
  channel: ClientChannel,
  ended: Promise<ChannelEnd>,
  waitMs: number,
): Promise<ChannelEnd> {
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<ChannelEnd>((resolve) => {
    timer = setTimeout(() => {
      channel.close();
      resolve({ exited: false });
    }, waitMs);
  });
  try {
    return await Promise.race([ended, givenUp]);
  } finally {
    clearTimeout(timer);
  }
}
