import { isObject } from "../../model/shared/json.js";
import { canonicalText } from "./canonical.js";
import { formatPath } from "./property-path.js";

const MOST_LINES = 50;
const LONGEST_VALUE = 80;

/**
 * How two values of one property differ, a line a field: `path: before → after`. Texts that are JSON objects are
 * looked into, since large sets are stored as such.
 */
export function driftLines(property: string, before: unknown, after: unknown): string[] {
  const lines = differences([property], before, after);
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more`] : lines;
}

function differences(path: readonly PropertyKey[], before: unknown, after: unknown): string[] {
  if (canonicalText(before) === canonicalText(after)) return [];
  const [left, right] = [unfolded(before), unfolded(after)];
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return keys.flatMap((key) => differences([...path, key], left[key], right[key]));
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((item, index) => differences([...path, index], item, right[index]));
  }
  return [`${formatPath(path)}: ${shown(left)} → ${shown(right)}`];
}

function unfolded(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
