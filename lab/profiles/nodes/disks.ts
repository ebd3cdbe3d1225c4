import { existsSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../host/command.js";
import { PRIVATE } from "../../state/files.js";
import { debianEnvironment } from "../../toolbox/index.js";

// As the node sees them. Only what is written takes space on the host.
const DISK_BYTES = 8 * 2 ** 30;

/**
 * Makes a node's two disks, btrfs file systems in files; those that are there stay as they are.
 * @param root The unpacked packages.
 * @param folder Folder of the node's files.
 */
export async function ensureDisks(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ["ssd.img", "hdd.img"]) {
    const file = path.join(folder, name);
    if (existsSync(file)) continue;
    const fresh = `${file}.new`;
    rmSync(fresh, { force: true });
    writeFileSync(fresh, "", { mode: PRIVATE });
    truncateSync(fresh, DISK_BYTES);
    await run([path.join(root, "sbin/mkfs.btrfs"), "--quiet", "--metadata", "single", fresh], {
      env: { LD_LIBRARY_PATH: debianEnvironment(root).LD_LIBRARY_PATH },
    });
    renameSync(fresh, file);
  }
}
