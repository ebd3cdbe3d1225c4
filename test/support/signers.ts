import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seedOf } from "./reservation-scene.js";

const CLI = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");
const BRANCH = "reserve";
const AUTHOR = ["-c", "user.name=test", "-c", "user.email=test@example.com"];

/** What the real command said. */
export interface Said {
  readonly code: number;
  readonly output: string;
}

/** A project folder under git with a branch that signers work on, each in a clone of their own. */
export class SigningBranch {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-signers-"));
  private readonly origin = path.join(this.folder, "origin.git");

  constructor(private readonly project: string) {
    git(this.folder, "init", "--quiet", "--bare", `--initial-branch=${BRANCH}`, this.origin);
    git(project, "init", "--quiet", `--initial-branch=${BRANCH}`);
    appendFileSync(path.join(project, ".git", "info", "exclude"), "dist\nnode_modules\n.lab\n");
    git(project, "remote", "add", "origin", this.origin);
  }

  /** Has the project's files on the branch, and the branch's in the project. */
  share(): void {
    commit(this.project, "What is asked for");
    git(this.project, "push", "--quiet", "origin", BRANCH);
  }

  /** The files of the branch that differ from the last commit. */
  changed(): string {
    return git(this.project, "status", "--porcelain");
  }

  /**
   * Has somebody sign in a clone, and push.
   *
   * @param name whose seed it is
   * @param tid who it is said to be
   */
  sign(request: string, name: string, tid: string): Said {
    const clone = path.join(this.folder, `${name}-${tid}`);
    if (!existsSync(clone)) git(this.folder, "clone", "--quiet", "--branch", BRANCH, this.origin, clone);
    git(clone, "pull", "--quiet", "--ff-only");
    const seed = path.join(this.folder, `${name}.seed`);
    writeFileSync(seed, Buffer.from(seedOf(name)).toString("hex"), { mode: 0o600 });
    const said = groundplan(clone, "reservation", "sign", "add", request, "--tid", tid, "--seed-file", seed);
    if (said.code === 0) {
      commit(clone, `Signed by ${tid}`);
      git(clone, "push", "--quiet", "origin", BRANCH);
      git(this.project, "pull", "--quiet", "--ff-only", "origin", BRANCH);
    }
    return said;
  }

  /** The real command in the project folder. */
  groundplan(...args: string[]): Said {
    return groundplan(this.project, ...args);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function commit(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", `--message=${message}`);
}

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", [...AUTHOR, ...args], { cwd: folder, encoding: "utf8" });
}

function groundplan(folder: string, ...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status ?? -1, output: `${stdout}${stderr}` };
}
