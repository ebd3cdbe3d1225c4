import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeAbandonedFolders } from "../processes/abandoned-folders.js";

const PREFIX = "groundplan-git-";

/** A folder that only this user can read, for what git and ssh must find in files. */
export interface PrivateFolder {
  readonly path: string;
  /** Writes a file that only this user can read, and returns its path. */
  write(name: string, content: string): string;
}

/** Runs work with a private folder that is removed when the work is over, however it ends. */
export async function withPrivateFolder<T>(work: (folder: PrivateFolder) => Promise<T>): Promise<T> {
  await removeAbandonedFolders(PREFIX);
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    return await work({
      path: folder,
      write: (name, content) => {
        const file = path.join(folder, name);
        writeFileSync(file, content, { mode: 0o600, flag: "wx" });
        return file;
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
