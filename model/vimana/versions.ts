import { compare, parse } from "semver";
import { MAX_LABEL } from "../shared/names.js";

/** What Vimana's node runtime takes as a version: a part of semantic versioning. */
const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|[0-9A-Za-z-]*([A-Za-z]|[A-Za-z-][0-9A-Za-z-]*[0-9A-Za-z])))?$/;

/** What is wrong with a version (CMP-1), as the end of a sentence; undefined when nothing is. */
export function versionFault(text: string): string | undefined {
  if (text.length > MAX_LABEL)
    return `must have at most ${MAX_LABEL} characters and has ${text.length} (CMP-1)`;
  if (VERSION.test(text)) {
    return parse(text) === null ? "must have smaller numbers, at most 9007199254740991 (CMP-1)" : undefined;
  }
  return `must be a semantic version, as 1.2.3 or 1.2.3-rc1${hint(text)} (CMP-1)`;
}

/**
 * Order by precedence of semantic versions: numbers by value, a pre-release before its release. Negative when `a` comes
 * first.
 * @throws TypeError for a text in which {@link versionFault} finds a fault.
 */
export function compareVersions(a: string, b: string): number {
  return compare(a, b);
}

/** The highest of some versions, undefined of none. Throws as {@link compareVersions}. */
export function newestVersion(versions: readonly string[]): string | undefined {
  return [...versions].sort(compareVersions).at(-1);
}

function hint(text: string): string {
  if (/^[vV]/.test(text)) return ", without a leading v";
  if (text.includes("+")) return ", without +build";
  if (/^[^-]*-[^.]*\./.test(text)) return ", without dots in the pre-release";
  if (/^\d+(\.\d+)?$/.test(text)) return ", with all three numbers";
  if (text.endsWith("-")) return ", without a dash at the end";
  return ", and numbers in it must not begin with 0";
}
