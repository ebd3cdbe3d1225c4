import type { JsonObject } from "../../../shared/json.js";
import { substitute, type BuildEnvironment } from "../environment.js";
import { joinPath, type FileTree } from "../file-tree.js";
import { fileGlob, isGlob } from "../globs.js";
import { isJsonObject } from "../json-shape.js";
import { refusal } from "../render-error.js";
import { filesBelow, resolvePath, type ResolvedPath } from "../resolve-path.js";
import { decodeText } from "../yaml/decode.js";
import { parseYaml } from "../yaml/kubernetes-yaml.js";

/** Where value files are looked for. */
export interface ValueFileContext {
  readonly tree: FileTree;
  /** The chart's folder. */
  readonly folder: string;
  readonly environment: BuildEnvironment;
}

/** A file in the repository. */
export interface RepositoryFile {
  /** As it is reached, for errors. */
  readonly path: string;
  /** Where its content lies, links followed. */
  readonly real: string;
}

/**
 * The value files that names and globs mean, in their order. Globs give their files in the order of their names; a
 * file that is also named by itself keeps that place.
 * @throws RenderError for a file that is missing (unless that is to be ignored) or lies outside.
 */
export async function findValueFiles(
  names: readonly string[],
  ignoreMissing: boolean,
  context: ValueFileContext,
): Promise<readonly RepositoryFile[]> {
  const wanted = names.map((name) => repositoryPath(name, context));
  const explicit = new Set(wanted.filter((path) => !isGlob(path)));
  const found = new Map<string, RepositoryFile>();
  for (const path of wanted) {
    const files = explicit.has(path)
      ? await oneFile(context.tree, path)
      : (await matching(context.tree, path)).filter((file) => !explicit.has(file.path));
    if (files.length === 0 && !ignoreMissing && (explicit.has(path) || !coversExplicit(path, explicit))) {
      throw missing(path);
    }
    for (const file of files) if (!found.has(file.path)) found.set(file.path, file);
  }
  return [...found.values()];
}

/**
 * One file that a setting names.
 * @throws RenderError when it is not there.
 */
export async function findFile(name: string, context: ValueFileContext): Promise<RepositoryFile> {
  const path = repositoryPath(name, context);
  const [file] = await oneFile(context.tree, path);
  if (file === undefined) throw missing(path);
  return file;
}

/** The values in a file. */
export async function readValues(tree: FileTree, { path, real }: RepositoryFile): Promise<JsonObject> {
  return parseValues(decodeText(await tree.read(real)) ?? "\u0000", path);
}

/**
 * Values as YAML text.
 * @param where For errors.
 */
export function parseValues(text: string, where: string): JsonObject {
  const [document, ...more] = parseYaml(text);
  if (document?.fault !== undefined) throw refusal(where, `is no YAML: ${document.fault}`);
  if (more.length > 0) throw refusal(where, "holds more than one document");
  const value = document?.value ?? {};
  if (!isJsonObject(value)) throw refusal(where, "holds no map of values");
  return value;
}

/** The path from the top of the repository. */
function repositoryPath(name: string, { folder, environment }: ValueFileContext): string {
  const reference = /^\$(\w+)\//.exec(name)?.[1];
  if (reference !== undefined && !environment.has(reference)) {
    const reason = `${name}: files of another source ($${reference}) are not supported yet`;
    throw refusal("helm.valueFiles", reason, "copy the file into this repository");
  }
  const path = substitute(name, environment);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    // An address may hold a password.
    const reason = "files at remote addresses are not supported yet";
    throw refusal("helm.valueFiles", reason, "copy the file into this repository");
  }
  return normalised(path.startsWith("/") ? path.slice(1) : joinPath(folder, path), path);
}

function normalised(path: string, written: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) throw refusal(written, "leads out of the repository");
  }
  return steps.join("/");
}

async function oneFile(tree: FileTree, path: string): Promise<readonly RepositoryFile[]> {
  const found: ResolvedPath = await resolvePath(tree, "", path);
  if (found.kind === "file") return [{ path, real: found.path }];
  if (found.kind === "missing") return [];
  throw refusal(path, found.kind === "outside" ? "leads out of the repository" : "is no file");
}

async function matching(tree: FileTree, glob: string): Promise<readonly RepositoryFile[]> {
  const fixed = glob.split("/").slice(0, -1);
  const firstGlob = fixed.findIndex(isGlob);
  const base = (firstGlob === -1 ? fixed : fixed.slice(0, firstGlob)).join("/");
  const folder = await resolvePath(tree, "", base);
  if (folder.kind !== "folder") return [];
  const matches = fileGlob(glob);
  const { files } = await filesBelow(tree, folder.path);
  return files
    .map(({ path, real }) => ({
      path: joinPath(base, path.slice(folder.path.length).replace(/^\//, "")),
      real,
    }))
    .filter(({ path }) => matches(path))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function coversExplicit(glob: string, explicit: ReadonlySet<string>): boolean {
  const matches = fileGlob(glob);
  return [...explicit].some((path) => matches(path));
}

function missing(path: string): Error {
  return refusal(
    path,
    "the value file is not in the repository",
    "add it, or set helm.ignoreMissingValueFiles",
  );
}
