import { compareBuild, parse, Range, satisfies } from "semver";

/** A tag and the version that it names, complete with its zeros. */
interface VersionTag {
  readonly tag: string;
  readonly version: string;
}

const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Whether a text is one version, `1.2.3`, `v1.2` or `1`, and no constraint. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether a text is a constraint on versions (`1.2.*`, `>=1.0, <2`, `^1`, `*`), and not one version. */
export function isConstraint(text: string): boolean {
  return text.trim() !== "" && !isVersion(text) && rangeOf(text) !== undefined;
}

/**
 * The tags that name the highest version which satisfies a constraint; tags that are no version do not count. More
 * than one where tags differ only in how they write the version.
 */
export function highestTags(constraint: string, tags: readonly string[], prefix: string): readonly string[] {
  const range = rangeOf(constraint);
  if (range === undefined) return [];
  const versions = tags
    .filter((tag) => tag.startsWith(prefix))
    .flatMap((tag) => versionTag(tag, tag.slice(prefix.length)))
    .filter(({ version }) => satisfies(version, range))
    .sort((a, b) => compareBuild(b.version, a.version));
  const [highest] = versions;
  return versions
    .filter(({ version }) => highest !== undefined && compareBuild(version, highest.version) === 0)
    .map(({ tag }) => tag);
}

function versionTag(tag: string, text: string): VersionTag[] {
  const [matched, major, minor = "0", patch = "0", pre = "", build = ""] = VERSION.exec(text) ?? [];
  if (matched === undefined || major === undefined) return [];
  const version = `${major}.${minor}.${patch}${pre}${build}`;
  // Leading zeros, as in 01.2, make it none.
  return parse(version) === null ? [] : [{ tag, version }];
}

function rangeOf(text: string): Range | undefined {
  try {
    return new Range(text.replaceAll(",", " "));
  } catch {
    return undefined;
  }
}
