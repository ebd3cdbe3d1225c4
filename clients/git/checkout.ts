import { mkdirSync } from "node:fs";
import path from "node:path";
import type { GitRef } from "../../model/workspace/git/types.js";
import type { CommitCache } from "./cache.js";
import { cancelled } from "./command.js";
import { GitError, isGitError } from "./errors.js";
import { fetchCommit, initialise } from "./history.js";
import { withLock } from "./lock.js";
import type { GitFolders, GitSession } from "./session.js";
import type { Checkout } from "./types.js";

/** Fetches a commit's files, or finds them where an earlier run has put them. */
export async function checkOut(
  session: GitSession,
  cache: CommitCache,
  commit: string,
  paths: readonly string[],
  refs: () => Promise<readonly GitRef[]>,
): Promise<Checkout> {
  const wanted = normalised(session.where, paths);
  const entry = cache.entry(commit, wanted);
  if (!(await isWhole(session, entry, commit))) {
    const { signal } = session.options;
    const made = withLock(`${entry}.lock`, signal, async () => {
      // Another run may have been faster.
      if (await isWhole(session, entry, commit)) return;
      const make = (isFiltered: boolean): Promise<void> =>
        cache.withIncoming(async (folder) => {
          await fill(session, folders(folder), commit, { paths: wanted, isFiltered, refs });
          cache.place(folder, entry);
        });
      try {
        await make(wanted.length > 0);
      } catch (error) {
        if (wanted.length === 0 || !isGitError(error, "UnknownRevision", "Failed")) throw error;
        // Old servers leave files out of a fetch and then refuse to give them out one by one.
        await make(false);
      }
    });
    await made.catch((error: unknown) => {
      throw signal?.aborted === true ? cancelled(session.where) : error;
    });
  }
  cache.touch(entry);
  return { commit, folder: workTree(entry) };
}

function workTree(entry: string): string {
  return path.join(entry, "files");
}

function folders(entry: string): Required<GitFolders> {
  return { gitDir: path.join(entry, "git"), workTree: workTree(entry) };
}

/** Git's folder of an entry; the commit itself is in it. */
export function gitDirOf(entry: string): string {
  return folders(entry).gitDir;
}

/** How the files of a commit are brought. */
interface FillOptions {
  /** Empty for all. */
  readonly paths: readonly string[];
  /** Whether only the files at these paths are fetched. */
  readonly isFiltered: boolean;
  readonly refs: () => Promise<readonly GitRef[]>;
}

async function fill(
  session: GitSession,
  places: Required<GitFolders>,
  commit: string,
  { paths, isFiltered, refs }: FillOptions,
): Promise<void> {
  mkdirSync(places.workTree);
  await initialise(session, places.gitDir);
  await fetchCommit(session, places, commit, { refs, ...(isFiltered ? { filter: "blob:none" } : {}) });
  if (paths.length > 0) {
    const cones = await foldersAt(session, places, commit, paths);
    await session.must(["sparse-checkout", "set", "--cone", ...cones], places);
  }
  // Files that were left out of the fetch are brought now, all at once.
  await session.remote(["checkout", "--quiet", "--detach", commit], places);
}

/** The folders to check out for paths: themselves, or where they are when they are files. */
async function foldersAt(
  session: GitSession,
  places: GitFolders,
  commit: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const listing = await session.must(["ls-tree", "-z", "--full-tree", commit, "--", ...paths], places);
  const types = new Map(
    listing
      .split("\0")
      .filter((line) => line !== "")
      .map((line): [string, string] => {
        const [facts = "", name = ""] = line.split("\t");
        return [name, facts.split(" ")[1] ?? ""];
      }),
  );
  const missing = paths.filter((name) => !types.has(name));
  if (missing.length > 0) {
    throw new GitError("PathMissing", {
      what: `commit ${commit.slice(0, 12)} has no path ${missing.map((name) => `"${name}"`).join(", ")}`,
      where: session.where,
      next: "Correct the path, or the revision",
    });
  }
  return paths
    .map((name) => (types.get(name) === "tree" ? name : path.posix.dirname(name)))
    .filter((name) => name !== ".");
}

/** Whether an entry holds exactly the files of a commit. */
async function isWhole(session: GitSession, entry: string, commit: string): Promise<boolean> {
  const places = folders(entry);
  const head = await session.local(["rev-parse", "--verify", "--quiet", "HEAD"], places);
  if (head.code !== 0 || head.stdout.trim() !== commit) return false;
  const status = await session.local(
    [
      "--no-optional-locks",
      "status",
      "--porcelain",
      "--untracked-files=all",
      "--ignored",
      "--ignore-submodules=all",
    ],
    places,
  );
  return status.code === 0 && status.stdout === "";
}

/** Sorted, each once; empty when the whole commit is wanted. */
function normalised(where: string, paths: readonly string[]): readonly string[] {
  const clean = paths.map((name) => path.posix.normalize(name).replace(/\/$/, ""));
  const bad = clean.find(
    (name) => name.startsWith("/") || name.startsWith("-") || name.split("/").includes(".."),
  );
  if (bad !== undefined) {
    throw new GitError("Invalid", {
      what: `"${bad}" is no path in a repository`,
      where,
      next: "Give a path relative to the repository's top folder",
    });
  }
  return clean.includes(".") ? [] : [...new Set(clean)].sort();
}
