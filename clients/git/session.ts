import { accessTo, secretsOf } from "./access.js";
import { git, noGit, type Ended } from "./command.js";
import { complaint } from "./complaints.js";
import type { GitAccess } from "./environment.js";
import { withPrivateFolder } from "./private-folder.js";
import type { RepositoryOptions } from "./types.js";

const DEFAULT_TIMEOUT_MS = 120_000;
/** The oldest git that can be kept from reading a user's own settings. */
const OLDEST = [2, 32] as const;

/** Where a git command works. */
export interface GitFolders {
  readonly gitDir: string;
  readonly workTree?: string;
}

/** Runs git for one repository. */
export class GitSession {
  /** The repository's address, as errors name it. */
  readonly where: string;
  private version: Promise<void> | undefined;

  constructor(readonly options: RepositoryOptions) {
    this.where = options.url.text;
  }

  /**
   * Runs a git command that may talk to the server, and returns what it printed.
   * @throws GitError when it fails.
   */
  async remote(args: readonly string[], folders?: GitFolders): Promise<string> {
    await this.checkVersion();
    const { options } = this;
    const ended = await withPrivateFolder((folder) => this.run(args, accessTo(options, folder), folders));
    if (ended.code === 0) return ended.stdout;
    throw complaint(this.where, ended.stderr, secretsOf(options.credentials ?? {}));
  }

  /** Runs a git command that talks to nobody; it may fail. */
  async local(args: readonly string[], folders?: GitFolders): Promise<Ended> {
    await this.checkVersion();
    return this.run(args, { protocols: [], home: this.options.cacheFolder }, folders);
  }

  /**
   * Runs a git command that talks to nobody and has no reason to fail, and returns what it printed.
   * @throws GitError when it fails all the same.
   */
  async must(args: readonly string[], folders?: GitFolders): Promise<string> {
    const ended = await this.local(args, folders);
    if (ended.code === 0) return ended.stdout;
    throw complaint(this.where, ended.stderr, []);
  }

  private run(args: readonly string[], access: GitAccess, folders?: GitFolders): Promise<Ended> {
    const places = {
      ...(folders === undefined ? {} : { GIT_DIR: folders.gitDir }),
      ...(folders?.workTree === undefined ? {} : { GIT_WORK_TREE: folders.workTree }),
    };
    return git(args, {
      access: { ...access, variables: { ...access.variables, ...places } },
      where: this.where,
      timeoutMs: this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signal: this.options.signal,
    });
  }

  private async checkVersion(): Promise<void> {
    this.version ??= this.refuseOld();
    await this.version;
  }

  private async refuseOld(): Promise<void> {
    const { stdout } = await this.run(["version"], { protocols: [], home: this.options.cacheFolder });
    const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    if (isOld) throw noGit(this.where, `${stdout.trim()} is too old`);
  }
}
