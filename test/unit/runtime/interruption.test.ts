import { endOnInterrupt } from "../../../providers/runtime/interruption.js";
import { Operations } from "../../../providers/runtime/running-operations.js";

/** A process that can be interrupted, and remembers how it ended. */
class InterruptibleProcess {
  readonly exited: Promise<number>;
  ended = false;
  #interrupt = (): void => undefined;
  #exit = (_code: number): void => undefined;

  constructor() {
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  on(_event: "SIGINT", listener: () => void): void {
    this.#interrupt = listener;
  }

  exit(code: number): void {
    this.ended = true;
    this.#exit(code);
  }

  interrupt(): void {
    this.#interrupt();
  }
}

describe("an interrupt", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("ends an idle process", async () => {
    const host = new InterruptibleProcess();
    endOnInterrupt(host, new Operations());
    host.interrupt();
    await jest.advanceTimersByTimeAsync(100);
    expect(await host.exited).toBe(130);
  });

  test("leaves a call whose work is over the time to answer", async () => {
    const host = new InterruptibleProcess();
    const operations = new Operations();
    endOnInterrupt(host, operations);
    let deliver = (): void => undefined;
    const delivered = new Promise<void>((resolve) => {
      deliver = resolve;
    });
    const answer = operations.answer(async () => {
      const bounds = { name: "create", timeoutMs: 60_000, waitingFor: () => undefined };
      const id = await operations.run(bounds, () => Promise.resolve("created"));
      await delivered;
      return id;
    });
    host.interrupt();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(host.ended).toBe(false);

    deliver();
    expect(await answer).toBe("created");
    await jest.advanceTimersByTimeAsync(100);
    expect(await host.exited).toBe(130);
  });
});
