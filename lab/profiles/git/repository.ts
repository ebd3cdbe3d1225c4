import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../../host/command.js";
import { readIfThere, writeIfChanged } from "../../state/files.js";

/** The one branch of the repository. */
const BRANCH = "main";

// With a fixed author and time, equal content is the same commit on every machine and at every start.
const COMMITTER = {
  GIT_AUTHOR_NAME: "groundplan",
  GIT_AUTHOR_EMAIL: "lab@groundplan.test",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "groundplan",
  GIT_COMMITTER_EMAIL: "lab@groundplan.test",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

/**
 * Makes a bare repository whose one commit on `main` holds the files of a folder, and a file `url` beside it that
 * says where it is. What is there with the same content stays as it is.
 * @param content Folder with the files.
 * @param folder Folder of the repository and of `url`; made as needed.
 * @returns Path of the file `url`.
 * @throws Failure where there is no git.
 */
export async function makeRepository(content: string, folder: string): Promise<string> {
  const bare = path.join(folder, "dev.git");
  const made = path.join(folder, "content");
  const digest = digestOf(content);
  if (!existsSync(bare) || readIfThere(made) !== digest) {
    rmSync(made, { force: true });
    await commit(content, bare);
    writeIfChanged(made, digest);
  }
  return writeIfChanged(path.join(folder, "url"), `${pathToFileURL(bare).href}\n`);
}

async function commit(content: string, bare: string): Promise<void> {
  const git = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
    run(["git", "--git-dir", bare, ...args], {
      next: "Install git (Debian: apt-get install git)",
      env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...COMMITTER, ...env },
    });
  mkdirSync(bare, { recursive: true });
  await git(["init", "--quiet", "--bare", `--initial-branch=${BRANCH}`]);
  // A client that asks for one commit and single files is to get just these.
  for (const setting of ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"])
    await git(["config", setting, "true"]);
  const index = { GIT_INDEX_FILE: path.join(bare, "new-index") };
  rmSync(index.GIT_INDEX_FILE, { force: true });
  await git(["--work-tree", content, "add", "--all", "."], index);
  const tree = (await git(["write-tree"], index)).trim();
  rmSync(index.GIT_INDEX_FILE);
  const made = (await git(["commit-tree", "-m", "The example workspace", tree])).trim();
  await git(["update-ref", `refs/heads/${BRANCH}`, made]);
}

function digestOf(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${path.relative(folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}
