/** Runs work when fewer than so many others are under way. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** @param most Works at a time, at least 1. */
export function limited(most: number): Limit {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waited longest takes the place over.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
