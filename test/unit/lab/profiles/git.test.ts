import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../../../lab/host/command.js";
import { makeRepository } from "../../../../lab/profiles/index.js";
import { checkoutFolder } from "../../../../lab/state/folder.js";

const CONTENT = path.join(checkoutFolder(), "lab", "dev-repository");

describe("the lab's git repository", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-git-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** The commit of `main` and the files in it, as somebody sees them who clones. */
  async function cloned(urlFile: string): Promise<{ commit: string; files: readonly string[] }> {
    const repository = fileURLToPath(readFileSync(urlFile, "utf8").trim());
    const git = (...args: readonly string[]): Promise<string> =>
      run(["git", "--git-dir", repository, ...args]);
    const files = await git("ls-tree", "-r", "--name-only", "main");
    return { commit: (await git("rev-parse", "main")).trim(), files: files.trim().split("\n") };
  }

  it("holds the example, under the same commit wherever it is made", async () => {
    const first = await cloned(await makeRepository(CONTENT, path.join(folder, "a")));
    const second = await cloned(await makeRepository(CONTENT, path.join(folder, "b")));
    expect(first).toEqual(second);
    expect(first.files).toContain("shop/web.yaml");
  });

  it("follows the files, and stays as it is when they do", async () => {
    const content = path.join(folder, "content");
    cpSync(CONTENT, content, { recursive: true });
    const before = await cloned(await makeRepository(content, path.join(folder, "made")));
    expect(await cloned(await makeRepository(content, path.join(folder, "made")))).toEqual(before);

    writeFileSync(path.join(content, "shop", "extra.yaml"), "# more\n");
    rmSync(path.join(content, "shop", "limits.yaml"));
    const after = await cloned(await makeRepository(content, path.join(folder, "made")));
    expect(after.commit).not.toBe(before.commit);
    expect(after.files).toContain("shop/extra.yaml");
    expect(after.files).not.toContain("shop/limits.yaml");
  });
});
