import type { GitRef, RevisionOptions, RevisionResolution } from "./types.js";
import { highestTags, isConstraint, isVersion } from "./versions.js";

const COMMIT = /^[0-9a-f]{40}$/i;
const ABBREVIATION = /^[0-9a-f]{7,39}$/i;
const TAGS = "refs/tags/";
const HEADS = "refs/heads/";
/** As many branches are named when a revision is none. */
const NAMED = 5;

/** Whether a revision is a whole commit id, which needs no repository to be resolved. */
export function isCommitId(revision: string): boolean {
  return COMMIT.test(revision);
}

/**
 * Finds what a revision means: a whole commit id is itself; empty is `HEAD`; a constraint on versions is the highest
 * tag that satisfies it; then a reference by its short or full name, where a name that leads to two different commits
 * is ambiguous; then the beginning of a commit id, of seven digits at least.
 */
export function resolveRevision(
  revision: string,
  refs: readonly GitRef[],
  { tagPrefix = "" }: RevisionOptions = {},
): RevisionResolution {
  if (isCommitId(revision)) return { kind: "commit", commit: revision };
  const text = revision === "" ? "HEAD" : revision;

  const found = candidates(text, refs, tagPrefix).find((list) => list.length > 0) ?? [];
  const [ref] = found;
  if (found.some(({ commit }) => commit !== ref?.commit)) return ambiguous(text, found);
  if (ref !== undefined) return { kind: "commit", commit: ref.commit, ref: ref.target ?? ref.name };
  if (ABBREVIATION.test(text)) return { kind: "abbreviation", prefix: text.toLowerCase() };
  return unknown(text, refs);
}

/** The references that a text may mean, the likeliest meaning first. */
function candidates(
  text: string,
  refs: readonly GitRef[],
  tagPrefix: string,
): readonly (readonly GitRef[])[] {
  const version = isVersion(text) ? refs.filter(({ name }) => name === `${TAGS}${tagPrefix}${text}`) : [];
  const constrained = isConstraint(text) ? refsOfHighestTag(text, refs, tagPrefix) : [];
  const full = refs.filter(({ name }) => name === text);
  const short = refs.filter(({ name }) =>
    [`refs/${text}`, `${TAGS}${text}`, `${HEADS}${text}`].includes(name),
  );
  return [version, constrained, full, short];
}

function refsOfHighestTag(constraint: string, refs: readonly GitRef[], tagPrefix: string): readonly GitRef[] {
  const tags = refs.flatMap(({ name }) => (name.startsWith(TAGS) ? [name.slice(TAGS.length)] : []));
  const highest = highestTags(constraint, tags, tagPrefix);
  return refs.filter(({ name }) => name.startsWith(TAGS) && highest.includes(name.slice(TAGS.length)));
}

function ambiguous(text: string, refs: readonly GitRef[]): RevisionResolution {
  const meanings = refs.map(({ name, commit }) => `${name} (${commit.slice(0, 12)})`);
  return {
    kind: "ambiguous",
    what: `'${text}' is ambiguous: it may be ${meanings.join(" or ")}`,
    next: `Write the full name, as ${refs[0]?.name ?? text}`,
  };
}

function unknown(text: string, refs: readonly GitRef[]): RevisionResolution {
  const branches = refs.flatMap(({ name }) => (name.startsWith(HEADS) ? [name.slice(HEADS.length)] : []));
  const more = branches.length > NAMED ? ` and ${branches.length - NAMED} more` : "";
  const next =
    refs.length === 0
      ? "The repository is empty; push a commit first"
      : isConstraint(text)
        ? "No tag satisfies it; push one, or write a branch, a tag or a commit"
        : `Write a tag, a commit, or one of the branches: ${branches.slice(0, NAMED).join(", ")}${more}`;
  return { kind: "unknown", what: `unable to resolve '${text}' to a commit SHA`, next };
}
