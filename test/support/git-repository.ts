import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A real git repository in a temporary folder. Every commit has the same author and a date of its own. */
export class GitRepository {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-repository-"));
  private commits = 0;

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    // As hosting services have it.
    this.git("config", "uploadpack.allowFilter", "true");
  }

  /** What a stack file names. */
  get url(): string {
    return `file://${this.folder}`;
  }

  /**
   * Commits texts of files by path; undefined removes a file. The others stay as they are.
   * @returns The commit's id.
   */
  commit(
    files: Readonly<Record<string, string | undefined>>,
    message = `Commit ${this.commits + 1}`,
  ): string {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    }
    this.commits++;
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    return this.git("rev-parse", "HEAD");
  }

  /** Runs git in the repository; it reads nobody's configuration. @returns What it printed. */
  git(...args: readonly string[]): string {
    const date = new Date(Date.UTC(2026, 0, 1, 10, this.commits)).toISOString();
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
      GIT_COMMITTER_DATE: date,
    };
    return execFileSync("git", ["-C", this.folder, ...args], { env, encoding: "utf8" }).trim();
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
