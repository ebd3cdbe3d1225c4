import type { Problem } from "../../shared/problem.js";
import { contentHash } from "./content-hash.js";
import { joinPath, type FileTree } from "./file-tree.js";
import { pathFilter } from "./globs.js";
import { keptManifests } from "./kept-manifests.js";
import { readManifestFile, type ManifestFile } from "./manifest-file.js";
import { allManifests } from "./manifests.js";
import { isOverridesFile } from "./overrides.js";
import type { RenderCache } from "./render-cache.js";
import { refusal } from "./render-error.js";
import { resolveEntry, sorted } from "./resolve-path.js";
import type { DirectorySettings } from "./source.js";

/** Bytes that the files of one directory may have together; 10 MB as Argo CD has it. */
export const DEFAULT_MANIFEST_BYTES = 10_000_000;

const MANIFEST_NAME = /\.(yaml|yml|json|jsonnet)$/;

/** A folder to read. */
export interface DirectoryRequest {
  readonly tree: FileTree;
  /** Without links. */
  readonly folder: string;
  readonly settings: DirectorySettings;
  /** Bytes of all files together, inclusive; 0 for no limit. */
  readonly mostBytes: number;
  readonly cache: RenderCache;
}

/**
 * Reads the manifests of a folder.
 * @throws RenderError for links that leave the repository and for too many bytes.
 */
export async function renderDirectory(request: DirectoryRequest): Promise<ManifestFile> {
  const { tree, folder, settings, mostBytes, cache } = request;
  const { files, warnings } = await manifestFiles(tree, folder, settings);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (mostBytes > 0 && bytes > mostBytes) {
    throw refusal(
      folder,
      `the manifests have ${bytes} bytes together; the limit is ${mostBytes}`,
      "leave files out with directory.exclude, or split the folder",
    );
  }
  const contents = await Promise.all(
    files.map(async ({ path, real }) => ({ path, content: await tree.read(real) })),
  );
  const madeFrom = { directory: contents.map(({ path, content }) => [path, contentHash(content)]) };
  const read = await keptManifests(cache, madeFrom, () => Promise.resolve(readAll(contents)));
  const unfiltered =
    settings.disableExtensionFilter === true && isBlank(settings.include) && isBlank(settings.exclude);
  return { ...read, warnings: [...(unfiltered ? [ALL_FILES_WARNING] : []), ...warnings, ...read.warnings] };
}

interface FileContent {
  readonly path: string;
  readonly content: Uint8Array;
}

function readAll(contents: readonly FileContent[]): ManifestFile {
  const read = contents.map(readFile);
  return { ...allManifests(read), warnings: read.flatMap((file) => file.warnings) };
}

function readFile({ path, content }: FileContent): ManifestFile {
  if (!path.endsWith(".jsonnet")) return readManifestFile(path, content);
  const reason = "Jsonnet is not supported yet";
  return {
    manifests: [],
    warnings: [],
    problems: [{ path, reason, fix: "commit what it renders, or leave it out with directory.exclude" }],
  };
}

const ALL_FILES_WARNING: Problem = {
  path: "directory.disableExtensionFilter",
  reason: "without include and exclude every file is read as a manifest",
  severity: "warning",
};

/** A file that may hold manifests. */
interface DirectoryFile {
  readonly path: string;
  /** Where its content lies, links followed. */
  readonly real: string;
  readonly size: number;
}

async function manifestFiles(
  tree: FileTree,
  folder: string,
  settings: DirectorySettings,
): Promise<{ readonly files: readonly DirectoryFile[]; readonly warnings: readonly Problem[] }> {
  const isWanted = wantedFiles(settings);
  const files: DirectoryFile[] = [];
  const warnings: Problem[] = [];
  const visit = async (inside: string): Promise<void> => {
    const here = joinPath(folder, inside);
    for (const entry of sorted(await tree.entries(here))) {
      const relative = joinPath(inside, entry.name);
      const path = joinPath(here, entry.name);
      if (entry.kind === "folder") {
        if (settings.recurse === true && path !== ".git") await visit(relative);
        continue;
      }
      if (isOverridesFile(entry.name) || !isWanted(entry.name, relative)) continue;
      const found = await resolveEntry(tree, here, entry);
      switch (found.kind) {
        case "file":
          files.push({ path, real: found.path, size: found.size });
          break;
        case "outside":
          throw refusal(path, "illegal filepath in symlink: it leaves the repository");
        case "loop":
          throw refusal(path, "too many links");
        case "missing":
          warnings.push(skipped(path, "the target of the symlink is missing"));
          break;
        case "folder":
        case "other":
          warnings.push(skipped(path, "it is a non-regular file"));
      }
    }
  };
  await visit("");
  return { files, warnings };
}

function wantedFiles(settings: DirectorySettings): (name: string, relative: string) => boolean {
  const { include, exclude, disableExtensionFilter } = settings;
  const isExcluded = isBlank(exclude) ? () => false : pathFilter(exclude);
  const isIncluded = isBlank(include) ? () => true : pathFilter(include);
  return (name, relative) =>
    (disableExtensionFilter === true || MANIFEST_NAME.test(name)) &&
    !isExcluded(relative) &&
    isIncluded(relative);
}

function skipped(path: string, why: string): Problem {
  return { path, reason: `skipped: ${why}`, severity: "warning" };
}

function isBlank(text: string | undefined): text is undefined | "" {
  return text === undefined || text === "";
}
