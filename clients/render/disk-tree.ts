import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { readlink } from "node:fs/promises";
import path from "node:path";
import type { EntryKind, FileEntry, FileTree } from "../../model/workspace/render/file-tree.js";

/**
 * The files of a folder on disk, such as the checkout of a commit: they do not change as long as the tree is used.
 * They are read synchronously: by way of the thread pool, thousands of small files take five times as long.
 *
 * @param top Absolute path of the repository's top.
 */
export function diskTree(top: string): FileTree {
  const onDisk = (inside: string): string => path.join(top, inside);
  const entry = (inside: string): FileEntry | undefined => {
    const stats = statsOf(onDisk(inside));
    return stats === undefined ? undefined : asEntry(path.posix.basename(inside), stats);
  };
  const listed = new Map<string, readonly FileEntry[]>();
  const entries = (folder: string): readonly FileEntry[] => {
    const known = listed.get(folder);
    if (known !== undefined) return known;
    const found = readdirSync(onDisk(folder)).flatMap((name) => entry(path.posix.join(folder, name)) ?? []);
    listed.set(folder, found);
    return found;
  };
  return {
    entry: async (inside) => Promise.resolve(entry(inside)),
    entries: async (folder) => Promise.resolve(entries(folder)),
    read: async (file) => Promise.resolve(readFileSync(onDisk(file))),
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

function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // A file lies where the path has a folder.
    if (hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
