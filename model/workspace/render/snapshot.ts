import type { FileTree } from "./file-tree.js";
import { RenderError, refusal } from "./render-error.js";
import { filesBelow, resolvePath, type FoundFile } from "./resolve-path.js";

/** Files by path. */
export type Snapshot = ReadonlyMap<string, Uint8Array>;

/** Bytes that the folders of one rendering may have together. */
const MOST_BYTES = 200_000_000;

/**
 * The content of folders, with links followed.
 * @throws RenderError for links that leave the repository, and for more bytes than a rendering may have.
 */
export async function snapshotOf(tree: FileTree, folders: readonly string[]): Promise<Snapshot> {
  const found = await Promise.all(outermost(folders).map((folder) => filesBelow(tree, folder)));
  const outside = found.flatMap((each) => each.outside);
  if (outside.length > 0) {
    throw new RenderError(
      outside.map((path) => ({
        path,
        reason: "the symlink leads out of the repository or to itself",
        fix: "put the file into the repository",
      })),
    );
  }
  const files = found.flatMap((each) => each.files);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES) {
    const where = folders[0] ?? "";
    throw refusal(
      where,
      `its files have ${bytes} bytes; the limit is ${MOST_BYTES}`,
      "move other files elsewhere",
    );
  }
  return new Map(await Promise.all(files.map((file) => readEntry(tree, file))));
}

/**
 * The folder that a path in a repository means.
 * @throws RenderError when there is none.
 */
export async function requireFolder(tree: FileTree, from: string, path: string): Promise<string> {
  const found = await resolvePath(tree, from, path);
  if (found.kind === "folder") return found.path;
  const where = path === "" ? "." : path;
  if (found.kind === "outside") throw refusal(where, "leads out of the repository");
  if (found.kind === "loop") throw refusal(where, "too many links");
  throw refusal(where, found.kind === "missing" ? "is not in the repository" : "is no folder");
}

async function readEntry(
  tree: FileTree,
  { path, real }: FoundFile,
): Promise<readonly [path: string, content: Uint8Array]> {
  return [path, await tree.read(real)];
}

/** Folders without those that lie in others of them. */
function outermost(folders: readonly string[]): readonly string[] {
  const unique = [...new Set(folders)];
  return unique.filter(
    (folder) => !unique.some((other) => other !== folder && (other === "" || folder.startsWith(`${other}/`))),
  );
}
