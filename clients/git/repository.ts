import { mkdirSync } from "node:fs";
import type { GitRef, RevisionOptions } from "../../model/workspace/git/types.js";
import { CommitCache } from "./cache.js";
import { checkOut } from "./checkout.js";
import { commitFacts } from "./commit-facts.js";
import { GitError } from "./errors.js";
import { completeCommit, initialise } from "./history.js";
import { once } from "./once.js";
import { parseRefs } from "./refs.js";
import { GitSession } from "./session.js";
import type { GitClient, RepositoryOptions, ResolvedRevision } from "./types.js";

const TAGS = "refs/tags/";
const COMMIT = /^[0-9a-f]{40}$/i;

/** Opens a repository. Nothing is asked of the server until the first call. */
export function openRepository(options: RepositoryOptions): GitClient {
  mkdirSync(options.cacheFolder, { recursive: true, mode: 0o700 });
  const where = options.url.text;
  const session = new GitSession(options);
  const cache = new CommitCache(options.cacheFolder, where);

  const listed = once(async () => parseRefs(await session.remote(["ls-remote", "--symref", "--", where])));
  const refs = (): Promise<readonly GitRef[]> => listed("");
  const completed = once((prefix) =>
    cache.withIncoming(async (gitDir) => {
      await initialise(session, gitDir);
      return completeCommit(session, gitDir, prefix);
    }),
  );
  const checkouts = once((key) => {
    const [commit = "", ...paths] = key.split("\0");
    return checkOut(session, cache, commit, paths, refs);
  });
  const facts = once((commit) => commitFacts(session, cache, commit, refs));

  async function resolve(revision: string, rules?: RevisionOptions): Promise<ResolvedRevision> {
    if (COMMIT.test(revision)) return { commit: revision };
    const resolution = options.resolveRevision(revision, await refs(), rules);
    switch (resolution.kind) {
      case "commit":
        return {
          commit: resolution.commit,
          ...(resolution.ref === undefined ? {} : { ref: resolution.ref }),
        };
      case "abbreviation":
        return { commit: await completed(resolution.prefix) };
      case "unknown":
        throw new GitError("UnknownRevision", { ...resolution, where });
      case "ambiguous":
        throw new GitError("AmbiguousRevision", { ...resolution, where });
    }
  }

  return {
    refs,
    resolve,
    fetch: async (commit, paths = []) => checkouts([wholeId(commit, where), ...paths].join("\0")),
    metadata: async (commit) => {
      const id = wholeId(commit, where);
      const [told, known] = await Promise.all([facts(id), refs()]);
      const tags = known.filter((ref) => ref.commit === id && ref.name.startsWith(TAGS));
      return { ...told, tags: tags.map(({ name }) => name.slice(TAGS.length)).sort() };
    },
  };
}

function wholeId(commit: string, where: string): string {
  if (COMMIT.test(commit)) return commit.toLowerCase();
  throw new GitError("Invalid", {
    what: `"${commit}" is no whole commit id`,
    where,
    next: "Resolve the revision first",
  });
}
