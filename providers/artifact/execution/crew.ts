import type { WorkEnd } from "./work-end.js";

interface Worker {
  begun: boolean;
  end?: WorkEnd;
  readonly done: Promise<void>;
}

/** Work under way on the instances of a pool, each by itself. A worker counts until its end was taken. */
export class Crew {
  readonly #workers = new Map<string, Worker>();
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** @param noticeBegun whether {@link change} resolves when a worker has only its run to wait for */
  constructor(private readonly noticeBegun: boolean) {}

  get size(): number {
    return this.#workers.size;
  }

  /** Whether every worker has only its run to wait for. */
  get allBegun(): boolean {
    return [...this.#workers.values()].every(({ begun }) => begun);
  }

  /** Instances that are worked on. */
  get instances(): readonly string[] {
    return [...this.#workers.keys()];
  }

  has(instance: string): boolean {
    return this.#workers.has(instance);
  }

  /** @param work is given what to call once it has only its run to wait for */
  start(instance: string, work: (begun: () => void) => Promise<WorkEnd>): void {
    const worker: Worker = {
      begun: false,
      // Not before the worker is listed.
      done: Promise.resolve()
        .then(() =>
          work(() => {
            worker.begun = true;
            if (this.noticeBegun) this.#wake();
          }),
        )
        .then(
          (end) => {
            worker.end = end;
          },
          (error: unknown) => {
            this.#failure ??= { error };
          },
        )
        .then(() => {
          this.#wake();
        }),
    };
    this.#workers.set(instance, worker);
  }

  /**
   * Takes what has ended since it was asked last.
   *
   * @throws what the first worker that failed threw
   */
  takeEnds(): WorkEnd[] {
    if (this.#failure !== undefined) throw this.#failure.error;
    const ended = [...this.#workers].filter(([, { end }]) => end !== undefined);
    for (const [instance] of ended) this.#workers.delete(instance);
    return ended.flatMap(([, { end }]) => end ?? []);
  }

  /** Resolves when a worker has ended or begun, or when one of the others does. */
  async change(...others: readonly Promise<unknown>[]): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const isOver = [...this.#workers.values()].some(({ end }) => end !== undefined);
    if (isOver || this.#failure !== undefined) return;
    await Promise.race([woken, ...others]);
  }

  /** Resolves when every worker has ended, well or not. */
  async end(): Promise<void> {
    await Promise.all([...this.#workers.values()].map(({ done }) => done));
  }
}
