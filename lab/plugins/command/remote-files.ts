import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Client, SFTPWrapper, Stats } from "ssh2";
import { Failure } from "../../../model/shared/errors.js";

/** What is copied: a local file or folder, or a text. */
export type Source = { readonly path: string } | { readonly text: string };

/** Files of another machine. */
export interface RemoteFiles {
  /**
   * Copies to a path, whose parent folders are made. An existing folder takes the source in: a file under its name,
   * a folder under its name unless its path ends in `/`, then its contents. A text needs a file's path.
   */
  copy(source: Source, target: string): Promise<void>;
}

// SSH_FX_NO_SUCH_FILE of the SFTP protocol.
const NO_SUCH_FILE = 2;

/** Opens the SFTP subsystem of a connection. */
export async function openRemoteFiles(client: Client): Promise<RemoteFiles> {
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
    client.sftp((error, wrapper) => {
      if (error === undefined) resolve(wrapper);
      else reject(error);
    });
  });
  return {
    async copy(source, target) {
      await makeFolder(sftp, path.posix.dirname(target));
      const existing = await statOf(sftp, target);
      if ("text" in source) await putText(sftp, source.text, target, existing);
      else if ((await stat(source.path)).isDirectory()) await putFolder(sftp, source.path, target, existing);
      else await putFile(sftp, source.path, target, existing);
    },
  };
}

async function putText(
  sftp: SFTPWrapper,
  text: string,
  target: string,
  existing: Stats | undefined,
): Promise<void> {
  if (existing?.isDirectory()) {
    throw new Failure({
      what: "is a folder, but a text needs a file's path",
      where: target,
      next: "Add a file name",
    });
  }
  await told(target, (done) => {
    sftp.writeFile(target, text, done);
  });
}

async function putFile(
  sftp: SFTPWrapper,
  file: string,
  target: string,
  existing: Stats | undefined,
): Promise<void> {
  const place = existing?.isDirectory() ? path.posix.join(target, path.basename(file)) : target;
  await told(place, (done) => {
    sftp.fastPut(file, place, done);
  });
}

async function putFolder(
  sftp: SFTPWrapper,
  folder: string,
  target: string,
  existing: Stats | undefined,
): Promise<void> {
  if (existing !== undefined && !existing.isDirectory()) {
    throw new Failure({ what: "exists and is no folder", where: target, next: "Choose another remotePath" });
  }
  const place = folder.endsWith("/") ? target : path.posix.join(target, path.basename(folder));
  await makeFolder(sftp, place);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    const there = path.posix.join(place, entry.name);
    if ((await stat(inside)).isDirectory())
      await putFolder(sftp, `${inside}/`, there, await statOf(sftp, there));
    else await putFile(sftp, inside, there, undefined);
  }
}

async function makeFolder(sftp: SFTPWrapper, folder: string): Promise<void> {
  if (folder === "" || folder === "." || folder === "/") return;
  const existing = await statOf(sftp, folder);
  if (existing?.isDirectory()) return;
  if (existing !== undefined) throw new Failure({ what: "exists and is no folder", where: folder });
  await makeFolder(sftp, path.posix.dirname(folder));
  await told(folder, (done) => {
    sftp.mkdir(folder, done);
  });
}

function statOf(sftp: SFTPWrapper, target: string): Promise<Stats | undefined> {
  return new Promise((resolve, reject) => {
    sftp.stat(target, (error: (Error & { code?: number }) | undefined, found) => {
      if (error === undefined) resolve(found);
      else if (error.code === NO_SUCH_FILE) resolve(undefined);
      else reject(new Failure({ what: error.message, where: target, cause: error }));
    });
  });
}

function told(where: string, act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => {
      if (error === undefined || error === null) resolve();
      else reject(new Failure({ what: `cannot write: ${error.message}`, where, cause: error }));
    });
  });
}
