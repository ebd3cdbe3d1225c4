/** A signal that is aborted once all of the given ones are. */
export function whenAllAborted(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController();
  let left = signals.length;
  const gone = (signal: AbortSignal): void => {
    left -= 1;
    if (left === 0) controller.abort(signal.reason);
  };
  for (const signal of signals) {
    if (signal.aborted) gone(signal);
    else
      signal.addEventListener(
        "abort",
        () => {
          gone(signal);
        },
        { once: true },
      );
  }
  return controller.signal;
}
