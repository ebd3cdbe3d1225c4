import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A git repository that a test fills. Every commit has the same author and a date of its own. */
export class SourceRepository {
  private commits = 0;

  /** @param folder Must not exist. */
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main");
    // As hosting services have it.
    this.git("config", "uploadpack.allowFilter", "true");
  }

  get url(): string {
    return `file://${this.folder}`;
  }

  /** Commits files, by path, on the current branch. @returns the commit's id */
  commit(files: Readonly<Record<string, string>>, message = `Commit ${this.commits + 1}`): string {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    this.commits++;
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    return this.git("rev-parse", "HEAD");
  }

  git(...args: readonly string[]): string {
    const date = `2026-01-${String(this.commits + 1).padStart(2, "0")}T10:00:00+02:00`;
    const env = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
    return execFileSync("git", ["-C", this.folder, ...args], { env, encoding: "utf8" }).trim();
  }
}
