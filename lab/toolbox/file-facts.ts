import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** What a manifest remembers of one regular file. */
export interface FileFact {
  /** Relative to the entry, with forward slashes. */
  readonly path: string;
  readonly size: number;
  /** Whole seconds, because archives that carry a cache from one machine to another keep no more. */
  readonly mtime: number;
  readonly executable: boolean;
  readonly sha256: string;
}

/** What a manifest remembers of one symbolic link. */
export interface LinkFact {
  readonly path: string;
  readonly target: string;
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** Facts of every file and link below a folder, in the order of their paths. */
export async function factsOf(folder: string): Promise<{ files: FileFact[]; links: LinkFact[] }> {
  const files: FileFact[] = [];
  const links: LinkFact[] = [];
  const names = await readdir(folder, { recursive: true });
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    const stat = await lstat(file);
    if (stat.isSymbolicLink()) links.push({ path: name, target: await readlink(file) });
    if (!stat.isFile()) continue;
    files.push({
      path: name,
      size: stat.size,
      mtime: Math.floor(stat.mtimeMs / 1000),
      executable: (stat.mode & 0o111) !== 0,
      sha256: await sha256Of(file),
    });
  }
  return { files, links };
}
