/**
 * Dates are unix seconds. Upstream tells a date that is missing (year 1 of its calendar) from 1970, and the two give
 * different signatures though both are written `0`.
 */

/** The missing date: 1 January of year 1, in unix seconds. */
export const ZERO_DATE = -62135596800;

/** A date that was read, or why it is none, as the end of a sentence. */
export type ParsedDate =
  { readonly ok: true; readonly seconds: number } | { readonly ok: false; readonly reason: string };

const FORM = /^(?:(\d{2,4})\/)?(\d{2})\/(\d{2,4})(?:\s+(\d{1,2})(am|pm)?:(\d{1,2}))?$/;
const FORMS_KNOWN = "must be unix seconds, DD/MM/YYYY or YY/MM/DD, with or without hh(am|pm):mm";

/**
 * Reads a date as JSON has it: unix seconds (a fraction is cut off), `""` for the missing date, or a text such as
 * `29/02/2020 10:30`, which is taken as UTC. The middle number is always the month; days and months that are too
 * large roll over, as in Go.
 *
 * @param currentYear Year that a text without one means, as `06/28`.
 */
export function parseDate(given: number | string, currentYear: number): ParsedDate {
  if (typeof given === "number") {
    const seconds = Math.trunc(given);
    return Number.isSafeInteger(seconds) ? { ok: true, seconds } : { ok: false, reason: FORMS_KNOWN };
  }
  if (given === "") return { ok: true, seconds: ZERO_DATE };
  const [matched, ...parts] = FORM.exec(given) ?? [];
  if (matched === undefined) return { ok: false, reason: FORMS_KNOWN };
  const [first = "", month = "", last = "", hour = "0", half = "", minute = "0"] = parts;
  if (first.length === 4 && last.length === 4) {
    return { ok: false, reason: "must have one year of four digits and has two" };
  }
  const [year, day] = yearAndDay(first, last, currentYear);
  const hours = Number(hour) + (half === "pm" ? 12 : 0);
  // Date.UTC takes years below 100 for the twentieth century; none is left here.
  const milliseconds = Date.UTC(year, Number(month) - 1, day, hours, Number(minute));
  return { ok: true, seconds: milliseconds / 1000 };
}

function yearAndDay(first: string, last: string, currentYear: number): [year: number, day: number] {
  const [year, day] =
    first === "" ? [currentYear, last] : last.length === 4 ? [Number(last), first] : [Number(first), last];
  return [year < 100 ? year + 2000 : year, Number(day)];
}

/** A date as JSON has it: unix seconds, `0` for the missing date. */
export function wireDate(seconds: number): number {
  return seconds === ZERO_DATE ? 0 : seconds;
}
