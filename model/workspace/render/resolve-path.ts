import { joinPath, type FileEntry, type FileTree } from "./file-tree.js";

/** What a path leads to when links are followed. */
export type ResolvedPath =
  | { readonly kind: "file"; readonly path: string; readonly size: number }
  | { readonly kind: "folder" | "other"; readonly path: string }
  | { readonly kind: "missing" }
  /** It leaves the repository. */
  | { readonly kind: "outside" }
  /** Links that lead to themselves. */
  | { readonly kind: "loop" };

const MOST_LINKS = 40;

/**
 * Follows a path through folders and links. It never leaves the tree: an absolute link and one that climbs above the
 * top are `outside`.
 *
 * @param from Folder that a path without a leading `/` starts in; without links.
 * @param path With a leading `/`, it starts at the top of the repository.
 */
export async function resolvePath(tree: FileTree, from: string, path: string): Promise<ResolvedPath> {
  const reached = path.startsWith("/") ? [] : steps(from);
  const pending = steps(path);
  let links = 0;
  let last: FileEntry | undefined;
  for (let step = pending.shift(); step !== undefined; step = pending.shift()) {
    if (step === "..") {
      if (reached.pop() === undefined) return { kind: "outside" };
      last = undefined;
      continue;
    }
    if (last !== undefined && last.kind !== "folder") return { kind: "missing" };
    const here = [...reached, step].join("/");
    const entry = await tree.entry(here);
    if (entry === undefined) return { kind: "missing" };
    if (entry.kind === "link") {
      links += 1;
      if (links > MOST_LINKS) return { kind: "loop" };
      const target = await tree.linkTarget(here);
      if (target.startsWith("/")) return { kind: "outside" };
      pending.unshift(...steps(target));
      continue;
    }
    reached.push(step);
    last = entry;
  }
  const resolved = reached.join("/");
  if (last === undefined || last.kind === "folder") return { kind: "folder", path: resolved };
  return last.kind === "file"
    ? { kind: "file", path: resolved, size: last.size }
    : { kind: "other", path: resolved };
}

/**
 * What an entry of a folder leads to.
 * @param folder Without links.
 */
export async function resolveEntry(tree: FileTree, folder: string, entry: FileEntry): Promise<ResolvedPath> {
  if (entry.kind === "link") return resolvePath(tree, folder, entry.name);
  const path = joinPath(folder, entry.name);
  return entry.kind === "file" ? { kind: "file", path, size: entry.size } : { kind: entry.kind, path };
}

/** Every file below a folder, links followed, by the path under which it is reached. Links to folders are followed. */
export async function filesBelow(
  tree: FileTree,
  folder: string,
): Promise<{ readonly files: readonly FoundFile[]; readonly outside: readonly string[] }> {
  const files: FoundFile[] = [];
  const outside: string[] = [];
  const visit = async (path: string, real: string, above: readonly string[]): Promise<void> => {
    for (const entry of sorted(await tree.entries(real))) {
      if (path === "" && entry.name === ".git") continue;
      const here = joinPath(path, entry.name);
      const found = await resolveEntry(tree, real, entry);
      if (found.kind === "file") files.push({ path: here, real: found.path, size: found.size });
      else if (found.kind === "outside" || found.kind === "loop") outside.push(here);
      else if (found.kind === "folder" && !above.includes(found.path)) {
        await visit(here, found.path, [...above, found.path]);
      }
    }
  };
  await visit(folder, folder, [folder]);
  return { files, outside };
}

/** A file, and how it was found. */
export interface FoundFile {
  /** As it is reached. */
  readonly path: string;
  /** Without links. */
  readonly real: string;
  /** Bytes. */
  readonly size: number;
}

/** Entries by name, in the order of their characters' codes, so that every machine reads them alike. */
export function sorted(entries: readonly FileEntry[]): readonly FileEntry[] {
  return [...entries].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
}

function steps(path: string): string[] {
  return path.split("/").filter((step) => step !== "" && step !== ".");
}
