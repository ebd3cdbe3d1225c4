import type { GitRef, RevisionMetadata } from "../../model/workspace/git/types.js";
import type { CommitCache } from "./cache.js";
import { gitDirOf } from "./checkout.js";
import { fetchCommit, initialise } from "./history.js";
import type { GitSession } from "./session.js";

/** Name, mail, date and message, with a NUL between. */
const FORMAT = "%an%x00%ae%x00%aI%x00%B";

/** Author, date and message of a commit: from where its files are, or fetched without any file. */
export async function commitFacts(
  session: GitSession,
  cache: CommitCache,
  commit: string,
  refs: () => Promise<readonly GitRef[]>,
): Promise<Omit<RevisionMetadata, "tags">> {
  const args = ["log", "-1", "--no-show-signature", "--encoding=UTF-8", `--format=${FORMAT}`, commit];
  for (const entry of cache.entriesOf(commit)) {
    const { code, stdout } = await session.local(args, { gitDir: gitDirOf(entry) });
    if (code === 0) return parseFacts(stdout);
  }
  return cache.withIncoming(async (gitDir) => {
    await initialise(session, gitDir);
    await fetchCommit(session, { gitDir }, commit, { filter: "tree:0", refs });
    return parseFacts(await session.must(args, { gitDir }));
  });
}

function parseFacts(text: string): Omit<RevisionMetadata, "tags"> {
  const [name = "", mail = "", date = "", message = ""] = text.split("\0");
  return { author: `${name} <${mail}>`, date, message: message.trimEnd() };
}
