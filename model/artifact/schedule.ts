import { Cron } from "croner";

/** A pool's target from the moments on that a cron expression names, until another entry's moment. */
export interface ScheduleEntry {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  readonly target: number;
  /** IANA name. Default `UTC`. */
  readonly timezone: string;
}

/** What is wrong with a cron expression, as the end of a sentence; undefined when nothing is. */
export function cronFault(text: string): string | undefined {
  const example = "write five fields (minute hour day month weekday), as 0 8 * * 1-5";
  try {
    new Cron(text, { mode: "5-part", paused: true });
    return undefined;
  } catch (error) {
    if (!/^\S+( +\S+){4}$/.test(text.trim())) return `is no cron expression: ${example}`;
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "";
    return `is no cron expression: ${reason}`;
  }
}

/** What is wrong with the name of a time zone, as the end of a sentence; undefined when nothing is. */
export function timezoneFault(text: string): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return undefined;
  } catch {
    return "is no time zone: write an IANA name, as Europe/Berlin or UTC";
  }
}

/**
 * The target that counts at a moment: that of the entry that fired last; of entries that fired at the same moment,
 * the later one in the list. Undefined when none ever fired.
 *
 * @param now Milliseconds since 1970.
 */
export function scheduledTarget(schedule: readonly ScheduleEntry[], now: number): number | undefined {
  let last: { readonly at: number; readonly target: number } | undefined;
  for (const { cron, target, timezone } of schedule) {
    const at = lastFired(cron, timezone, now);
    if (at !== undefined && (last === undefined || at >= last.at)) last = { at, target };
  }
  return last?.target;
}

function lastFired(cron: string, timezone: string, now: number): number | undefined {
  // The library leaves out what fires in the very second of the reference, and includes what is left of its second.
  const nextSecond = new Date((Math.floor(now / 1000) + 1) * 1000);
  const [fired] = new Cron(cron, { mode: "5-part", timezone, paused: true }).previousRuns(1, nextSecond);
  return fired?.getTime();
}
