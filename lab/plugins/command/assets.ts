import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { assetArchive, fileAsset, type Bag } from "../rpc/bag.js";
import { globPattern } from "./glob.js";

/** Files below a folder that path globs select, as assets by their path relative to it; `!` excludes. */
export async function collectAssets(folder: string, globs: readonly string[]): Promise<Bag> {
  const rules = globs.map((glob) => ({
    excludes: glob.startsWith("!"),
    pattern: globPattern(glob.replace(/^!/, "")),
  }));
  const files = await filesBelow(folder);
  const chosen = files.filter(
    // The last rule that matches decides.
    (file) => rules.filter(({ pattern }) => pattern.test(file)).at(-1)?.excludes === false,
  );
  const assets: Bag = {};
  for (const file of chosen.sort()) {
    const full = path.join(folder, file);
    assets[file] = fileAsset(full, await sha256(full));
  }
  return assets;
}

/** The same files as one archive. */
export async function collectArchive(folder: string, globs: readonly string[]): Promise<Bag> {
  const assets = await collectAssets(folder, globs);
  return assetArchive(assets, createHash("sha256").update(JSON.stringify(assets)).digest("hex"));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
