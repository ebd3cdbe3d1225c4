/** Milliseconds between two RFC 3339 times. */
export function elapsedMs(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** The time so many milliseconds later, as RFC 3339. */
export function later(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}

/** The earliest of RFC 3339 times; undefined when there is none. */
export function earliest(times: readonly string[]): string | undefined {
  return [...times].sort((left, right) => Date.parse(left) - Date.parse(right))[0];
}

/** A length of time for messages: `10m`, `90s`, `250ms`. */
export function spoken(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000}m`;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
