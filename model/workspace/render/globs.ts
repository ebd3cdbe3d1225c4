import picomatch from "picomatch";

/** A character that no path has, in place of `/`. */
const SEPARATOR = "\u0001";

/**
 * Matches paths as the filters of directories do: `*` and `**` cross `/`, so that `*.yaml` also means files in
 * folders, while `**\/*.yaml` needs a folder. `{a,b}`, `?` and `[abc]` work as usual; names with a leading dot are
 * like all others.
 */
export function pathFilter(glob: string): (path: string) => boolean {
  const matches = picomatch(withoutSlashes(glob), { dot: true, nonegate: true, noextglob: true });
  return (path) => matches(withoutSlashes(path));
}

/** Matches paths folder by folder: `*` stays within a name, and `**` stands for any folders. */
export function fileGlob(glob: string): (path: string) => boolean {
  return picomatch(glob, { nonegate: true, noextglob: true });
}

/** Whether a text means more than the one path that it spells. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

function withoutSlashes(text: string): string {
  return text.replaceAll("/", SEPARATOR);
}
