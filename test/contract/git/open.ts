import { parseRepositoryUrl } from "../../../model/workspace/git/repository-url.js";
import { resolveRevision } from "../../../model/workspace/git/revision.js";
import { isGitError } from "../../../clients/git/errors.js";
import { openRepository } from "../../../clients/git/repository.js";
import type { GitClient, RepositoryOptions } from "../../../clients/git/types.js";

/** Opens a repository by its address, with a minute for each command. */
export function open(
  address: string,
  cacheFolder: string,
  options: Partial<RepositoryOptions> = {},
): GitClient {
  const parsed = parseRepositoryUrl(address);
  if (!parsed.ok) throw new Error(parsed.reason);
  return openRepository({ url: parsed.url, cacheFolder, timeoutMs: 60_000, resolveRevision, ...options });
}

/** How work failed: `<reason>: <message>`. */
export async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isGitError(error) ? `${error.reason}: ${error.message}` : `no GitError: ${String(error)}`;
}
