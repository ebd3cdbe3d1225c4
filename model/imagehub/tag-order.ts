import { compareBuild, parse } from "semver";

/** What a tag is placed by in a Repository's list. */
export interface OrderedTag {
  readonly name: string;
  readonly metaName: string;
  /** RFC 3339. */
  readonly creatTime: string;
}

/**
 * Order of a Repository's tags: newest first; of the same time, the higher version first, and versions before
 * names that are none; then by name. A total order, so that the latest tag never depends on how the list arrived.
 */
export function compareTags(left: OrderedTag, right: OrderedTag): number {
  return (
    time(right) - time(left) ||
    compareVersions(right.name, left.name) ||
    compareTexts(left.name, right.name) ||
    compareTexts(left.metaName, right.metaName)
  );
}

/** Ascending by semantic version, read loosely (`v1.2.3`, `1.2.3-4`); what is no version comes first. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [parse(left, { loose: true }), parse(right, { loose: true })];
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareBuild(a, b);
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function time(tag: OrderedTag): number {
  const parsed = Date.parse(tag.creatTime);
  return Number.isNaN(parsed) ? 0 : parsed;
}
