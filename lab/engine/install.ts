import { mkdirSync } from "node:fs";
import path from "node:path";
import type { EngineFolders } from "./environment.js";
import { installLanguageHost } from "./language-host.js";
import { place } from "./place.js";

/** Absolute paths of what makes an engine. */
export interface EngineBinaries {
  readonly pulumi: string;
  readonly languageHost: string;
  /** The launcher of dynamic providers that ships inside the npm package `@pulumi/pulumi`. */
  readonly dynamicProvider: string;
}

/** Puts the engine's executables into one folder; the path of `pulumi`. */
export function installEngine(folders: EngineFolders, binaries: EngineBinaries): string {
  mkdirSync(folders.bin, { recursive: true });
  mkdirSync(folders.backend, { recursive: true });
  installLanguageHost(binaries.languageHost, folders.bin);
  place(binaries.dynamicProvider, path.join(folders.bin, "pulumi-resource-pulumi-nodejs"));
  return place(binaries.pulumi, path.join(folders.bin, "pulumi"));
}
