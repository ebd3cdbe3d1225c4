import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import semver from "semver";
import { Failure } from "../../model/shared/errors.js";
import { runTool } from "./run-tool.js";

/** A program that renders, and how a copy proves to be suitable. */
export interface ToolRow {
  readonly name: string;
  /** Variable that names the binary to take instead of the one on PATH. */
  readonly variable: string;
  readonly versionArgs: readonly string[];
  /** A semver range. */
  readonly range: string;
}

/** A program that was found and asked. */
export interface ToolBinary {
  readonly path: string;
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const VERSION_LIMIT_MS = 20_000;

/**
 * Finds a program: the one that its variable names, else the first suitable one on PATH.
 * @throws Failure that tells what was found and what to do.
 */
export async function findTool(row: ToolRow, env: Environment, signal?: AbortSignal): Promise<ToolBinary> {
  const named = env[row.variable];
  const candidates = named === undefined || named === "" ? await onPath(row.name, env.PATH) : [named];
  const refused: string[] = [];
  for (const candidate of candidates) {
    const version = await askVersion(row, candidate, env, signal);
    if (version !== undefined && semver.satisfies(version, row.range)) return { path: candidate, version };
    refused.push(
      version === undefined ? `${candidate} does not tell its version` : `${candidate} is ${version}`,
    );
  }
  throw new Failure({
    what: refused.length === 0 ? `${row.name} is not on PATH` : refused.join("; "),
    where: row.name,
    next: `Install ${row.name} ${row.range}, or name the binary in ${row.variable}`,
  });
}

async function askVersion(
  { name, versionArgs }: ToolRow,
  binary: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    const { stdout, code } = await runTool({
      binary,
      args: versionArgs,
      folder: "/",
      env: { PATH: env.PATH ?? "", HOME: "/nonexistent" },
      timeoutMs: VERSION_LIMIT_MS,
      signal,
      where: name,
    });
    return code === 0
      ? (semver.parse(/v?\d+\.\d+\.\d+\S*/.exec(stdout)?.[0])?.version ?? undefined)
      : undefined;
  } catch (error) {
    if (signal?.aborted === true || !(error instanceof Failure)) throw error;
    return undefined;
  }
}

async function onPath(name: string, searchPath: string | undefined): Promise<readonly string[]> {
  const files = (searchPath ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name));
  const usable = await Promise.all(files.map(isExecutable));
  return [...new Set(files.filter((_, index) => usable[index]))];
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
