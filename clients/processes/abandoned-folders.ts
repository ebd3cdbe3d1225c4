import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** No command that has a temporary folder takes as long, in milliseconds. */
const ABANDONED_MS = 60 * 60 * 1000;

/** Removes temporary folders of this user, by the beginning of their names, that killed processes left behind. */
export async function removeAbandonedFolders(prefix: string): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  await Promise.all(
    names.map(async (name) => {
      const folder = path.join(tmpdir(), name);
      const stats = await stat(folder).catch(() => undefined);
      const isOld = stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_MS;
      if (isOld && stats.uid === process.getuid?.()) await rm(folder, { recursive: true, force: true });
    }),
  );
}
