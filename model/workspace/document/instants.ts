/** A point in time; negative seconds count backwards, nanoseconds always forwards. */
export interface Instant {
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanos: number;
}

/** First and last second of the years 0001 to 9999, which is what RFC 3339 can write. */
const FIRST = -62_135_596_800;
const LAST = 253_402_300_799;

const RFC3339 =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d+))?(?:Z|(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2}))$/i;

/** Reads a time by RFC 3339; undefined when the text is none. Digits below a nanosecond are cut off. */
export function parseInstant(text: string): Instant | undefined {
  const groups = RFC3339.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { date = "", time = "", fraction = "", sign = "+", hours = "0", minutes = "0" } = groups;
  const local = new Date(`${date}T${time}Z`);
  // 30 February and 24:00 are read as the next day: such a text does not come back.
  if (Number.isNaN(local.getTime()) || local.toISOString().slice(0, 19) !== `${date}T${time}`)
    return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60;
  return instant(
    local.getTime() / 1000 + (sign === "-" ? offset : -offset),
    Number(fraction.slice(0, 9).padEnd(9, "0")),
  );
}

/** The instant with these parts; undefined outside the years 0001 to 9999, or when the nanoseconds exceed a second. */
export function instant(seconds: number, nanos: number): Instant | undefined {
  const inRange = seconds >= FIRST && seconds <= LAST && nanos >= 0 && nanos < 1e9;
  return inRange ? { seconds, nanos } : undefined;
}

/** RFC 3339 in UTC with so many digits after the second; further ones are cut off, as Kubernetes does. */
export function formatInstant({ seconds, nanos }: Instant, digits: 0 | 6): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = digits === 0 ? "" : `.${String(nanos).padStart(9, "0").slice(0, digits)}`;
  return `${whole}${fraction}Z`;
}
