/** What a path is. */
export type EntryKind = "file" | "folder" | "link" | "other";

/** One entry of a folder. */
export interface FileEntry {
  readonly name: string;
  readonly kind: EntryKind;
  /** Bytes of a file; 0 for anything else. */
  readonly size: number;
}

/**
 * The files of a repository at one commit. Paths are relative to its top, with `/` between steps; the top is the
 * empty path. Paths that are given have no link in them but the last step may be one.
 */
export interface FileTree {
  /** The entry itself, not what a link leads to; undefined when there is none. */
  entry(path: string): Promise<FileEntry | undefined>;
  /** Everything that lies directly in a folder. */
  entries(folder: string): Promise<readonly FileEntry[]>;
  read(file: string): Promise<Uint8Array>;
  /** The text of a link. */
  linkTarget(link: string): Promise<string>;
}

/** A folder and a path inside it, as one path. */
export function joinPath(folder: string, inside: string): string {
  if (folder === "") return inside;
  return inside === "" ? folder : `${folder}/${inside}`;
}
