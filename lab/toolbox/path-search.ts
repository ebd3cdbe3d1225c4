import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Machine } from "./machine.js";
import type { PathRule } from "./rows.js";
import { askVersion, isSuitable } from "./tool-version.js";

/** A binary that was found on PATH, and what it says of itself. */
export interface PathFinding {
  readonly binary: string;
  readonly version: string | undefined;
  readonly suitable: boolean;
}

/** All executables of a name on PATH, in PATH's order; one that is reached in two ways counts once. */
export function executablesOnPath(name: string, searchPath: string | undefined): readonly string[] {
  const seen = new Set<string>();
  return (searchPath ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .filter((file) => {
      if (!isExecutable(file)) return false;
      const real = realpathSync(file);
      return !seen.has(real) && seen.add(real);
    });
}

/** Whether this user may run the file. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Looks at everything of that name on PATH. What a binary says about its version is remembered in the cache by
 * the file's identity, since asking takes up to a second.
 */
export async function searchPath(
  name: string,
  rule: PathRule,
  machine: Machine,
): Promise<readonly PathFinding[]> {
  const findings: PathFinding[] = [];
  for (const binary of executablesOnPath(name, machine.env.PATH)) {
    const version = await rememberedVersion(name, binary, rule, machine);
    findings.push({ binary, version, suitable: isSuitable(version, rule.range) });
  }
  return findings;
}

async function rememberedVersion(
  name: string,
  binary: string,
  rule: PathRule,
  machine: Machine,
): Promise<string | undefined> {
  const file = path.join(machine.cache, "lab", "path", `${name}.json`);
  const known = readMemory(file);
  const key = identity(binary);
  if (Object.hasOwn(known, key)) return known[key] ?? undefined;
  const version = await askVersion(binary, rule, machine.env);
  remember(file, { [key]: version ?? null, ...onlyExisting(known) });
  return version;
}

function remember(file: string, versions: Readonly<Record<string, string | null>>): void {
  const fresh = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(fresh, JSON.stringify(versions));
    renameSync(fresh, file);
  } catch {
    // Where the cache may only be read, the binary is asked every time.
  }
}

function identity(binary: string): string {
  const { size, mtimeMs, ino } = statSync(binary);
  return `${size} ${mtimeMs} ${ino} ${binary}`;
}

function readMemory(file: string): Readonly<Record<string, string | null>> {
  try {
    const read: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof read !== "object" || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string | null] => {
        return entry[1] === null || typeof entry[1] === "string";
      }),
    );
  } catch {
    return {};
  }
}

function onlyExisting(known: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(known).filter(([key]) => {
      const binary = key.split(" ").slice(3).join(" ");
      return isExecutable(binary) && identity(binary) === key;
    }),
  );
}
