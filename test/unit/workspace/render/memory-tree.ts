import path from "node:path/posix";
import type { EntryKind, FileTree } from "../../../../model/workspace/render/file-tree.js";

/** What a path holds: a text or bytes, or where a link leads. */
export type Content = string | Uint8Array | { readonly link: string };

/** A repository in memory; folders are there because files lie in them. */
export function memoryTree(files: Readonly<Record<string, Content | { readonly other: true }>>): FileTree {
  const folders = new Set([""]);
  for (const file of Object.keys(files)) {
    for (let folder = path.dirname(file); folder !== "."; folder = path.dirname(folder)) folders.add(folder);
  }
  const bytesOf = (file: string): Uint8Array => {
    const content = files[file];
    if (typeof content === "string") return new TextEncoder().encode(content);
    if (content instanceof Uint8Array) return content;
    throw new Error(`${file} is no file`);
  };
  const kindOf = (file: string): EntryKind | undefined => {
    const content = files[file];
    if (content === undefined) return folders.has(file) ? "folder" : undefined;
    if (typeof content === "string" || content instanceof Uint8Array) return "file";
    return "link" in content ? "link" : "other";
  };
  const entry: FileTree["entry"] = async (file) => {
    const kind = kindOf(file);
    if (kind === undefined) return undefined;
    return { name: path.basename(file), kind, size: kind === "file" ? bytesOf(file).length : 0 };
  };
  return {
    entry,
    entries: async (folder) => {
      const names = [...Object.keys(files), ...folders].filter(
        (file) => file !== "" && path.dirname(file) === (folder === "" ? "." : folder),
      );
      const entries = await Promise.all([...new Set(names)].map(entry));
      return entries.filter((each) => each !== undefined);
    },
    read: async (file) => bytesOf(file),
    linkTarget: async (link) => {
      const content = files[link];
      if (typeof content === "object" && "link" in content) return content.link;
      throw new Error(`${link} is no link`);
    },
  };
}
