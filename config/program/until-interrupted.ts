/** What ends a program: the interrupt of a terminal, the end of a job, and the end of the process itself. */
const ENDINGS = ["SIGINT", "SIGTERM", "exit"] as const;

/**
 * Runs work that starts programs of its own. They are in process groups of their own, so that an interrupt of a
 * terminal does not reach them: the signal passes it on. A second interrupt ends the process at once.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  for (const ending of ENDINGS) process.once(ending, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const ending of ENDINGS) process.off(ending, abort);
  }
}
