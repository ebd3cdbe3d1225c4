import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A commit that no run has asked for in this time is removed. */
const UNUSED_MS = 30 * DAY_MS;
/** What a killed run has left half made is removed after this time. */
const ABANDONED_MS = DAY_MS;
const INCOMING = "incoming-";

/** The commits of one repository that are kept between runs. Entries appear and disappear whole. */
export class CommitCache {
  private readonly folder: string;

  /** @param address The repository's, which tells its folder from those of others. */
  constructor(cacheFolder: string, address: string) {
    this.folder = path.join(cacheFolder, digest(address));
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Where the entry for a commit is, or will be. @param paths Sorted; empty for the whole commit. */
  entry(commit: string, paths: readonly string[]): string {
    return path.join(this.folder, paths.length === 0 ? commit : `${commit}.${digest(JSON.stringify(paths))}`);
  }

  /** The entries that there are for a commit. */
  entriesOf(commit: string): readonly string[] {
    return readdirSync(this.folder)
      .filter((name) => name.startsWith(commit) && !name.endsWith(".lock"))
      .map((name) => path.join(this.folder, name));
  }

  /** Runs work in a new folder, which is removed afterwards, unless the work has moved it away. */
  async withIncoming<T>(work: (folder: string) => Promise<T>): Promise<T> {
    this.sweep(Date.now());
    const folder = path.join(this.folder, `${INCOMING}${randomUUID()}`);
    mkdirSync(folder, { mode: 0o700 });
    try {
      return await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Puts a finished folder in the place of an entry. What is there already gives way. */
  place(finished: string, entry: string): void {
    if (existsSync(entry)) {
      const old = path.join(this.folder, `${INCOMING}${randomUUID()}`);
      renameSync(entry, old);
      rmSync(old, { recursive: true, force: true });
    }
    renameSync(finished, entry);
  }

  /** Says that an entry is in use. */
  touch(entry: string): void {
    const now = new Date();
    utimesSync(entry, now, now);
  }

  private sweep(now: number): void {
    for (const name of readdirSync(this.folder)) {
      const found = path.join(this.folder, name);
      const age = now - (statSync(found, { throwIfNoEntry: false })?.mtimeMs ?? now);
      if (age > (name.startsWith(INCOMING) ? ABANDONED_MS : UNUSED_MS)) {
        rmSync(found, { recursive: true, force: true });
      }
    }
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
