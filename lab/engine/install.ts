import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import type { EngineFolders } from "./environment.js";

/** Absolute paths of what makes an engine. */
export interface EngineBinaries {
  readonly pulumi: string;
  readonly languageHost: string;
  /** The launcher of dynamic providers that ships inside the npm package `@pulumi/pulumi`. */
  readonly dynamicProvider: string;
}

/**
 * Puts the engine's executables into one folder. The engine looks for its bundled plugins beside its own real
 * file, so links would not do: the big ones are hard links where the file system allows, otherwise copies.
 */
export function installEngine(folders: EngineFolders, binaries: EngineBinaries): string {
  mkdirSync(folders.bin, { recursive: true });
  mkdirSync(folders.backend, { recursive: true });
  place(binaries.languageHost, path.join(folders.bin, "pulumi-language-nodejs"));
  place(binaries.dynamicProvider, path.join(folders.bin, "pulumi-resource-pulumi-nodejs"));
  return place(binaries.pulumi, path.join(folders.bin, "pulumi"));
}

function place(source: string, target: string): string {
  if (existsSync(target) && sameFile(source, target)) return target;
  const fresh = `${target}.${process.pid}`;
  rmSync(fresh, { force: true });
  try {
    linkSync(source, fresh);
  } catch {
    copyFileSync(source, fresh);
    chmodSync(fresh, 0o755);
  }
  renameSync(fresh, target);
  return target;
}

function sameFile(source: string, target: string): boolean {
  const a = statSync(source);
  const b = statSync(target);
  return a.ino === b.ino || (a.size === b.size && b.mtimeMs >= a.mtimeMs);
}
