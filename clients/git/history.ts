import type { GitRef } from "../../model/workspace/git/types.js";
import { GitError, isGitError } from "./errors.js";
import type { GitFolders, GitSession } from "./session.js";

/** Everything that a server has by name. */
const ALL_BRANCHES_AND_TAGS = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];

/** What is left out of a fetch: files until they are needed, or files and folders. */
export type Filter = "blob:none" | "tree:0";

/** Makes an empty repository that knows where it comes from. */
export async function initialise(session: GitSession, gitDir: string): Promise<void> {
  await session.must(["init", "--quiet", "--bare", gitDir]);
  await session.must(["config", "core.bare", "false"], { gitDir });
  await session.must(["remote", "add", "origin", session.where], { gitDir });
}

/**
 * Brings one commit without its history into an empty repository. Servers that give out only what has a name are
 * asked for the reference that leads to the commit, and else for everything.
 * @throws GitError UnknownRevision when the server does not have the commit.
 */
export async function fetchCommit(
  session: GitSession,
  folders: GitFolders,
  commit: string,
  options: { readonly filter?: Filter; readonly refs: () => Promise<readonly GitRef[]> },
): Promise<void> {
  const filter = options.filter === undefined ? [] : [`--filter=${options.filter}`];
  const fetch = (...args: readonly string[]): Promise<string> =>
    session.remote(["fetch", "--quiet", "--no-tags", ...filter, ...args], folders);
  try {
    await fetch("--depth=1", "origin", commit);
  } catch (error) {
    if (!isGitError(error, "UnknownRevision", "Failed")) throw error;
    const named = (await options.refs()).find((ref) => ref.commit === commit);
    if (named === undefined) await fetch("origin", ...ALL_BRANCHES_AND_TAGS);
    else await fetch("--depth=1", "origin", named.name);
  }
  const found = await session.local(["cat-file", "-e", `${commit}^{commit}`], folders);
  if (found.code !== 0) throw unknownCommit(session.where, commit);
}

/**
 * Completes the beginning of a commit id by fetching all commits, without files.
 * @throws GitError UnknownRevision or AmbiguousRevision.
 */
export async function completeCommit(session: GitSession, gitDir: string, prefix: string): Promise<string> {
  await session.remote(
    ["fetch", "--quiet", "--no-tags", "--filter=tree:0", "origin", ...ALL_BRANCHES_AND_TAGS],
    { gitDir },
  );
  const found = await session.must(["rev-parse", `--disambiguate=${prefix}`], { gitDir });
  const ids = found.split("\n").filter((id) => id !== "");
  const types = await Promise.all(ids.map((id) => session.local(["cat-file", "-t", id], { gitDir })));
  const commits = ids.filter((_id, index) => types[index]?.stdout.trim() === "commit");
  const [commit] = commits;
  if (commit === undefined) throw unknownCommit(session.where, prefix);
  if (commits.length > 1) {
    throw new GitError("AmbiguousRevision", {
      what: `'${prefix}' is ambiguous: it may be ${commits.join(" or ")}`,
      where: session.where,
      next: "Write more digits of the commit",
    });
  }
  return commit;
}

function unknownCommit(where: string, commit: string): GitError {
  return new GitError("UnknownRevision", {
    what: `unable to resolve '${commit}' to a commit SHA`,
    where,
    next: "Check that the commit was pushed to a branch or a tag",
  });
}
