import { canonicalJson, type JsonValue } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { asJsonObject } from "../compare/as-json.js";
import { joinPath, type FileTree } from "./file-tree.js";
import { isJsonObject } from "./json-shape.js";
import { mergePatch } from "./merge-patch.js";
import { readSource } from "./read-source.js";
import { RenderError, refusal } from "./render-error.js";
import { resolvePath } from "./resolve-path.js";
import type { Source } from "./source.js";
import { decodeText } from "./yaml/decode.js";
import { parseYaml } from "./yaml/kubernetes-yaml.js";

/** Which files are rendered is said where the workspace is declared, not in the files. */
const PROTECTED = ["chart", "path", "repoURL", "tagPrefix", "targetRevision"];

/** A source with what the repository itself says about it. */
export interface OverriddenSource {
  readonly source: Source;
  readonly warnings: readonly Problem[];
}

/**
 * Applies the overrides files of a source's folder, each a JSON merge patch: `.workspace-source.yaml` for every
 * workspace, then `.workspace-source-<name>.yaml` for one. `.argocd-source…` is read where ours is not there.
 * @throws RenderError when a file cannot be read, or makes the source invalid.
 */
export async function overriddenSource(
  tree: FileTree,
  folder: string,
  name: string,
  source: Source,
): Promise<OverriddenSource> {
  const warnings: Problem[] = [];
  let overridden = source;
  for (const suffix of ["", `-${name}`]) {
    const file = await firstOf(
      tree,
      folder,
      [`.workspace-source${suffix}.yaml`, `.argocd-source${suffix}.yaml`],
      warnings,
    );
    if (file === undefined) continue;
    const patch = await readPatch(tree, file);
    const patched = applied(overridden, patch, file.path);
    overridden = patched.source;
    warnings.push(...patched.warnings);
  }
  return { source: overridden, warnings };
}

/** Whether a file is one of those that change the source: it is no manifest. */
export function isOverridesFile(name: string): boolean {
  return /^\.(workspace|argocd)-source(-.+)?\.yaml$/.test(name);
}

interface OverridesFile {
  readonly path: string;
  readonly real: string;
}

async function firstOf(
  tree: FileTree,
  folder: string,
  names: readonly string[],
  warnings: Problem[],
): Promise<OverridesFile | undefined> {
  let first: OverridesFile | undefined;
  for (const name of names) {
    const path = joinPath(folder, name);
    const found = await resolvePath(tree, folder, name);
    if (found.kind === "missing") continue;
    if (found.kind !== "file") throw refusal(path, "is no file in the repository");
    if (first === undefined) first = { path, real: found.path };
    else {
      warnings.push({ path, reason: `is not read; ${first.path} is there, too`, severity: "warning" });
    }
  }
  return first;
}

async function readPatch(tree: FileTree, { path, real }: OverridesFile): Promise<JsonValue> {
  const text = decodeText(await tree.read(real));
  if (text === undefined) throw refusal(path, "is no UTF-8 text");
  const [document, ...more] = parseYaml(text);
  if (document === undefined) return {};
  if (document.fault !== undefined) throw refusal(path, `is no YAML: ${document.fault}`);
  if (more.length > 0) throw refusal(path, "holds more than one document");
  if (document.value !== null && !isJsonObject(document.value)) throw refusal(path, "is no object");
  return document.value ?? {};
}

function applied(source: Source, patch: JsonValue, file: string): OverriddenSource {
  const before = asJsonObject(source);
  const after = asJsonObject(mergePatch(before, patch));
  const changed = PROTECTED.filter((field) => text(before[field]) !== text(after[field]));
  const kept = { ...after, ...Object.fromEntries(PROTECTED.map((field) => [field, before[field]])) };
  const { source: read, problems } = readSource(asJsonObject(kept), "");
  if (read === undefined) {
    throw new RenderError(problems.map((problem) => ({ ...problem, path: `${file}: ${problem.path}` })));
  }
  return {
    source: read,
    warnings: changed.map((field) => ({
      path: `${file}: ${field}`,
      reason: "cannot be changed here and does not count",
      fix: "change it where the workspace is declared",
      severity: "warning",
    })),
  };
}

function text(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : canonicalJson(value);
}
