import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import type { Stats } from "node:fs";
import type { EntryKind, FileEntry, FileTree } from "../../model/workspace/render/file-tree.js";
import { limited } from "./limit.js";

/** A process may have about a thousand files open. */
const MOST_OPEN_FILES = 64;

/**
 * The files of a folder on disk, such as the checkout of a commit.
 * @param top Absolute path of the repository's top.
 */
export function diskTree(top: string): FileTree {
  const reading = limited(MOST_OPEN_FILES);
  const onDisk = (inside: string): string => path.join(top, inside);
  const entry = async (inside: string): Promise<FileEntry | undefined> => {
    const stats = await statsOf(onDisk(inside));
    return stats === undefined ? undefined : asEntry(path.posix.basename(inside), stats);
  };
  return {
    entry,
    entries: async (folder) => {
      const names = await readdir(onDisk(folder));
      const found = await Promise.all(names.map((name) => entry(path.posix.join(folder, name))));
      return found.filter((each) => each !== undefined);
    },
    read: (file) => reading(() => readFile(onDisk(file))),
    linkTarget: (link) => readlink(onDisk(link)),
  };
}

function asEntry(name: string, stats: Stats): FileEntry {
  const kind = kindOf(stats);
  return { name, kind, size: kind === "file" ? stats.size : 0 };
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isSymbolicLink()) return "link";
  if (stats.isDirectory()) return "folder";
  return stats.isFile() ? "file" : "other";
}

async function statsOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
