import { existsSync } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { factsOf, sha256Of, type FileFact, type LinkFact } from "./file-facts.js";

const MANIFEST = "manifest.json";
const FORMAT = 1;

/** Written last, so that an entry without it is known to be unfinished. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** How the content was made: "download", "go" or "debian". */
  readonly source: string;
  readonly files: readonly FileFact[];
  readonly links: readonly LinkFact[];
}

/** Result of looking at an entry. */
export type EntryState =
  | { readonly state: "good"; readonly manifest: Manifest }
  | { readonly state: "missing" }
  | { readonly state: "broken"; readonly reason: string };

/**
 * Looks at an entry of the cache. Size, kind and time of every file are compared; only where a time differs (a
 * copied cache) the content is hashed, and the manifest learns the new times.
 */
export async function inspectEntry(folder: string): Promise<EntryState> {
  if (!existsSync(folder)) return { state: "missing" };
  let manifest: Manifest;
  try {
    manifest = parseManifest(await readFile(path.join(folder, MANIFEST), "utf8"));
  } catch {
    return { state: "broken", reason: "its manifest is missing or unreadable" };
  }
  const times = new Map<string, number>();
  for (const fact of manifest.files) {
    const verdict = await inspectFile(path.join(folder, fact.path), fact);
    if (typeof verdict === "string") return { state: "broken", reason: `${fact.path}: ${verdict}` };
    if (verdict !== fact.mtime) times.set(fact.path, verdict);
  }
  for (const link of manifest.links) {
    const target = await readlink(path.join(folder, link.path)).catch(() => undefined);
    if (target !== link.target) return { state: "broken", reason: `${link.path}: no link to ${link.target}` };
  }
  if (times.size > 0) await learnTimes(folder, manifest, times);
  return { state: "good", manifest };
}

/** The reason why a file is not what the manifest says, or its present time. */
async function inspectFile(file: string, fact: FileFact): Promise<string | number> {
  const stat = await lstat(file).catch(() => undefined);
  if (stat?.isFile() !== true) return "missing";
  if (stat.size !== fact.size) return `${stat.size} bytes instead of ${fact.size}`;
  if (fact.executable && (stat.mode & 0o111) === 0) return "not executable";
  const mtime = Math.floor(stat.mtimeMs / 1000);
  if (mtime !== fact.mtime && (await sha256Of(file)) !== fact.sha256) return "other content";
  return mtime;
}

async function learnTimes(
  folder: string,
  manifest: Manifest,
  times: ReadonlyMap<string, number>,
): Promise<void> {
  const files = manifest.files.map((fact) => ({ ...fact, mtime: times.get(fact.path) ?? fact.mtime }));
  // A cache that may only be read still serves; it is hashed again the next time.
  await writeManifest(folder, { ...manifest, files }).catch(() => undefined);
}

/** An empty folder beside the entry's future place, on the same file system. */
export async function openStaging(entry: string): Promise<string> {
  await mkdir(path.dirname(entry), { recursive: true });
  const staging = await mkdtemp(`${entry}${STAGING}`);
  // Daemons of the lab that change their user must get in as well.
  await chmod(staging, 0o755);
  return staging;
}

/**
 * Turns a staging folder into the entry in one step; an entry that is there, broken, is replaced. The caller holds
 * the entry's lock.
 */
export async function publishEntry(staging: string, entry: string, source: string): Promise<void> {
  const facts = await factsOf(staging);
  if (facts.files.length === 0) throw new Failure({ what: "nothing was made", where: entry });
  await writeManifest(staging, { format: FORMAT, source, ...facts });
  const old = `${staging}.old`;
  if (existsSync(entry)) await rename(entry, old);
  await rename(staging, entry);
  await removeTree(old);
}

/** Removes what killed runs left beside an entry. The caller holds the entry's lock. */
export async function sweepStaging(entry: string): Promise<void> {
  const parent = path.dirname(entry);
  const leftovers = (await readdir(parent).catch(() => [])).filter((name) =>
    name.startsWith(`${path.basename(entry)}${STAGING}`),
  );
  await Promise.all(leftovers.map((name) => removeTree(path.join(parent, name))));
}

/** Removes a folder and everything in it, also when it is not there. */
export function removeTree(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

const STAGING = ".staging-";

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const fresh = path.join(folder, `.${MANIFEST}.${process.pid}`);
  await writeFile(fresh, `${JSON.stringify(manifest, undefined, 1)}\n`);
  await rename(fresh, path.join(folder, MANIFEST));
}

function parseManifest(text: string): Manifest {
  const read: unknown = JSON.parse(text);
  if (!isManifest(read)) throw new Failure({ what: "not a manifest" });
  return read;
}

// By hand, because loading a schema library takes longer than everything else that a warm start does here.
function isManifest(value: unknown): value is Manifest {
  return (
    isRecord(value) &&
    value.format === FORMAT &&
    typeof value.source === "string" &&
    Array.isArray(value.files) &&
    value.files.every(isFileFact) &&
    Array.isArray(value.links) &&
    value.links.every(isLinkFact)
  );
}

function isFileFact(value: unknown): value is FileFact {
  return (
    isRecord(value) &&
    typeof value.path === "string" &&
    typeof value.size === "number" &&
    typeof value.mtime === "number" &&
    typeof value.executable === "boolean" &&
    typeof value.sha256 === "string"
  );
}

function isLinkFact(value: unknown): value is LinkFact {
  return isRecord(value) && typeof value.path === "string" && typeof value.target === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
