import type {
  GitRef,
  ResolveRevision,
  RevisionMetadata,
  RevisionOptions,
} from "../../model/workspace/git/types.js";
import type { RepositoryUrl } from "../../model/workspace/git/repository-url.js";

/** What opens a repository. Never shown, and never in a command line or an environment. */
export interface GitCredentials {
  /** For `http(s)`: the user; for ssh: the login name where the address has none. */
  readonly username?: string;
  /** For `http(s)`: the password or token. */
  readonly password?: string;
  /** For ssh: a private key in PEM or OpenSSH form, without a passphrase. */
  readonly sshPrivateKey?: string;
  /** For https: a client certificate and its key, PEM. */
  readonly tlsClientCertData?: string;
  readonly tlsClientCertKey?: string;
}

export interface RepositoryOptions {
  /** From `parseRepositoryUrl`, so that it holds no secret. */
  readonly url: RepositoryUrl;
  readonly credentials?: GitCredentials;
  /** For ssh, at least one: the server's public keys, `ssh-ed25519 AAAA…`, or lines as ssh-keyscan prints them. */
  readonly hostKeys?: readonly string[];
  /** For https: certificates to trust besides those of the system's own, PEM. */
  readonly certificateAuthority?: string;
  /** For https: take any certificate. Default false. */
  readonly insecure?: boolean;
  /** Where commits are kept between runs; made when it is not there, for this user alone. */
  readonly cacheFolder: string;
  /** A git command that takes longer is ended, in milliseconds. Default two minutes. */
  readonly timeoutMs?: number;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal;
  /** The rules of `model/workspace/git/revision`. */
  readonly resolveRevision: ResolveRevision;
}

/** The commit that a revision means. */
export interface ResolvedRevision {
  /** 40 hex digits. */
  readonly commit: string;
  /** The reference that led to it, by its full name. */
  readonly ref?: string;
}

/** The files of one commit. */
export interface Checkout {
  readonly commit: string;
  /**
   * Absolute path. For reading only: it is shared with other runs, and one whose files are not those of the commit is
   * replaced. Links are as the commit has them and may lead anywhere.
   */
  readonly folder: string;
}

/**
 * A remote git repository, as one run sees it: references are listed once. All errors are `GitError`s.
 */
export interface GitClient {
  /** The references: `HEAD`, branches, tags and whatever else the server shows. */
  refs(): Promise<readonly GitRef[]>;
  /** The commit that a branch, tag, version constraint or commit id means. A whole commit id asks nobody. */
  resolve(revision: string, options?: RevisionOptions): Promise<ResolvedRevision>;
  /**
   * The files of a commit, without history, submodules and large file storage.
   * @param commit 40 hex digits.
   * @param paths Folders in the repository: only these are fetched, and the files (not folders) above them. Default all.
   */
  fetch(commit: string, paths?: readonly string[]): Promise<Checkout>;
  /** @param commit 40 hex digits. */
  metadata(commit: string): Promise<RevisionMetadata>;
}
