import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TemplateJob } from "../../model/workspace/render/template-tool.js";
import { removeAbandonedFolders } from "../processes/abandoned-folders.js";

const PREFIX = "groundplan-render-";

/** A job's files in a folder that only this user can read. */
export interface PrivateCopy {
  /** The top of the repository: where the tool runs. */
  readonly repository: string;
  /** An empty folder for what the tool keeps for itself. */
  readonly home: string;
  /** The folder that holds all of it. */
  readonly top: string;
}

/** Runs work with a private copy of a job's files, which is removed when the work is over, however it ends. */
export async function withPrivateCopy<T>(
  job: TemplateJob,
  work: (copy: PrivateCopy) => Promise<T>,
): Promise<T> {
  await removeAbandonedFolders(PREFIX);
  const top = await mkdtemp(path.join(tmpdir(), PREFIX));
  try {
    const copy = { top, repository: path.join(top, "repository"), home: path.join(top, "home") };
    await Promise.all([copy.repository, copy.home].map((folder) => mkdir(folder, { mode: 0o700 })));
    await writeAll(copy.repository, job.files);
    await writeAll(path.join(top, "private"), job.privateFiles);
    return await work(copy);
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

async function writeAll(top: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  const folders = new Set([...files.keys()].map((file) => path.dirname(path.join(top, file))));
  await mkdir(top, { recursive: true });
  await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })));
  for (const [file, content] of files) {
    await writeFile(path.join(top, file), content, { mode: 0o600, flag: "wx" });
  }
}
