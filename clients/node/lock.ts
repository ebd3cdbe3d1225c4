import { HeldLock } from "./held-lock.js";
import { cancelled } from "./link.js";
import type { NodeSession } from "./session.js";
import { Turns } from "./turns.js";
import type { LockOptions } from "./types.js";

/** Somebody else gets a chance at the lock at least so often, in milliseconds. */
const LONGEST_HOLD_MS = 10_000;

/**
 * A node's lock in this process. Work that waits here takes the lock over from the work before it, because taking it
 * anew costs two round trips.
 */
export class NodeLock {
  readonly #turns = new Turns(1);
  #held: HeldLock | undefined;

  constructor(private readonly session: NodeSession) {}

  /** Runs work with the lock in hand; see `NodeClient.exclusively`. */
  async hold<T>(what: string, options: LockOptions, work: (held: HeldLock) => Promise<T>): Promise<T> {
    const endTurn = await this.#turns.take(options.signal).catch(() => {
      throw cancelled(this.session.where);
    });
    let held: HeldLock;
    try {
      held = await this.#lock(what, options);
    } catch (error) {
      endTurn();
      throw error;
    }
    try {
      return await work(held);
    } finally {
      await this.#unlock(held, endTurn);
    }
  }

  async #lock(what: string, options: LockOptions): Promise<HeldLock> {
    const held = this.#held;
    if (held !== undefined && !held.lost) {
      held.passTo(what);
      return held;
    }
    this.#held = await HeldLock.take(this.session, what, options);
    return this.#held;
  }

  async #unlock(held: HeldLock, endTurn: () => void): Promise<void> {
    const isLong = performance.now() - held.takenAt > LONGEST_HOLD_MS;
    if (this.#turns.waiting > 0 && !isLong && !held.lost) {
      endTurn();
      return;
    }
    this.#held = undefined;
    await held.release();
    endTurn();
  }
}
