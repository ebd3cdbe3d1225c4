import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PREFIX = "groundplan-git-";
/** No git command takes as long, in milliseconds. */
const ABANDONED_MS = 60 * 60 * 1000;

/** A folder that only this user can read, for what git and ssh must find in files. */
export interface PrivateFolder {
  readonly path: string;
  /** Writes a file that only this user can read, and returns its path. */
  write(name: string, content: string): string;
}

/** Runs work with a private folder that is removed when the work is over, however it ends. */
export async function withPrivateFolder<T>(work: (folder: PrivateFolder) => Promise<T>): Promise<T> {
  removeAbandoned();
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

/** Removes what killed processes of this user left behind. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    const isOld = stat !== undefined && Date.now() - stat.mtimeMs > ABANDONED_MS;
    if (isOld && stat.uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
  }
}
