import { chmod, copyFile, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../model/shared/errors.js";
import { buildLock } from "./compiler-cache.js";
import { goBuildEnvironment } from "./go-build.js";
import { takeLock } from "./lock.js";
import type { Machine } from "./machine.js";
import type { GoBuild, ModuleFiles } from "./rows.js";
import { runCommand } from "./run-command.js";

const FETCH_LIMIT_MS = 300_000;
const downloaded = z.looseObject({ Dir: z.string() });

/**
 * Copies files of a Go module, in the version that the tool is built from.
 * @param folder The tool's own; the files go into `files.to` below it.
 * @throws Failure when the module cannot be had or holds no such file.
 */
export async function copyModuleFiles(
  build: GoBuild,
  files: ModuleFiles,
  folder: string,
  machine: Machine,
): Promise<void> {
  // Whoever holds this lock does not remove the modules meanwhile.
  const lock = await takeLock(
    buildLock(machine),
    `files of ${files.module}, process ${process.pid}`,
    () => undefined,
  );
  try {
    const result = await runCommand("go", ["mod", "download", "-json", files.module], {
      cwd: path.join(machine.modules, build.folder),
      env: goBuildEnvironment(build, machine),
      timeoutMs: FETCH_LIMIT_MS,
    });
    if (result.code !== 0)
      throw new Failure({
        what: result.problem ?? `${result.stderr}${result.stdout}`.trim(),
        where: files.module,
      });
    const from = path.join(downloaded.parse(JSON.parse(result.stdout)).Dir, files.from);
    const names = (await readdir(from, { recursive: true })).filter((name) => files.pattern.test(name));
    if (names.length === 0)
      throw new Failure({ what: `holds no file that matches ${files.pattern.source}`, where: from });
    const to = path.join(folder, files.to);
    await mkdir(to, { recursive: true });
    for (const name of names) {
      const copy = path.join(to, path.basename(name));
      await copyFile(path.join(from, name), copy);
      // Files of modules are read-only, and a cache must be removable.
      await chmod(copy, 0o644);
    }
  } finally {
    await lock.release();
  }
}
