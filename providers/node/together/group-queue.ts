/** What waits for its turn in a group. */
interface Waiting<M, R> {
  readonly member: M;
  readonly settle: (result: Promise<R>) => void;
}

export interface GroupQueueOptions {
  /** Members that come within this time are worked on together, in milliseconds. */
  readonly windowMs: number;
  /** The most that are worked on at once. */
  readonly most: number;
}

/** Works on members in groups, one group after the other; those that come meanwhile are the next group. */
export class GroupQueue<M, R> {
  #waiting: Waiting<M, R>[] = [];
  #working = false;

  /** @param work Answers what came of each member, in their order. What it throws is thrown for all of them. */
  constructor(
    private readonly work: (members: readonly M[]) => Promise<readonly R[]>,
    private readonly options: GroupQueueOptions,
  ) {}

  /**
   * What came of the member once its group is through.
   * @param signal Takes a member out that still waits; it rejects with the signal's reason then.
   */
  join(member: M, signal: AbortSignal): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const leave = (): void => {
        const remaining = this.#waiting.filter((other) => other !== waiting);
        if (remaining.length === this.#waiting.length) return;
        this.#waiting = remaining;
        reject(signal.reason instanceof Error ? signal.reason : new Error("cancelled"));
      };
      const settle = (result: Promise<R>): void => {
        signal.removeEventListener("abort", leave);
        resolve(result);
      };
      const waiting = { member, settle };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      if (!this.#working) void this.#workOff();
    });
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.options.windowMs));
      const group = this.#waiting.splice(0, this.options.most);
      if (group.length === 0) continue;
      const whole = this.work(group.map(({ member }) => member));
      group.forEach(({ settle }, index) => {
        settle(whole.then((results) => resultAt(results, index)));
      });
      await whole.catch(() => undefined);
    }
    this.#working = false;
  }
}

function resultAt<R>(results: readonly R[], index: number): R {
  const result = results[index];
  if (result === undefined) throw new Error("a group has fewer results than members");
  return result;
}
