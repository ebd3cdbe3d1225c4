import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Environment } from "../../lab/engine/environment.js";
import { FOLDER_VARIABLE } from "../../lab/state/folder.js";
import { finished, type Finished } from "./stack.js";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/**
 * Another clone of this repository, as it is now with what is not committed yet, with nothing installed and nothing
 * built. It shares a lab, and so its backend, with whoever else uses that.
 */
export class GitClone {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-clone-"));

  /** @param labFolder State folder of the lab. */
  constructor(labFolder: string) {
    git("clone", "--quiet", "--local", CHECKOUT, this.folder);
    const files = git("-C", CHECKOUT, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
    for (const file of files.split("\0").filter((name) => name !== "")) this.copy(file);
    symlinkSync(labFolder, path.join(this.folder, ".lab"));
  }

  /**
   * `make` in the clone, which installs and builds first.
   * @param variables The user's own.
   */
  async make(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const env: Environment = {
      ...process.env,
      npm_config_prefer_offline: "true",
      CI: "true",
      // What an outer make has told its children, and which lab they use, is not for this one.
      MAKEFLAGS: undefined,
      MAKELEVEL: undefined,
      [FOLDER_VARIABLE]: undefined,
      ...variables,
    };
    return finished(spawn("make", args, { cwd: this.folder, env }));
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A file as it is in the working tree; one that was deleted there is deleted here. */
  private copy(file: string): void {
    const [from, to] = [path.join(CHECKOUT, file), path.join(this.folder, file)];
    if (existsSync(from)) cpSync(from, to);
    else rmSync(to, { force: true });
  }
}

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}
