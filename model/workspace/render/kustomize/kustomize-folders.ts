import type { JsonObject, JsonValue } from "../../../shared/json.js";
import type { Problem } from "../../../shared/problem.js";
import type { FileTree } from "../file-tree.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";
import { RenderError } from "../render-error.js";
import { resolvePath } from "../resolve-path.js";
import { readKustomization, type KustomizationFile } from "./kustomization-file.js";

/** Lists of a kustomization whose entries may be folders. */
const FOLDER_LISTS = ["resources", "bases", "components", "generators", "transformers", "validators"];
const CHART_LISTS = ["helmCharts", "helmChartInflationGenerator"];

/** What a kustomization is made of. */
export interface KustomizeFolders {
  /** Its folder, and those that it and they refer to. */
  readonly folders: readonly string[];
  /** Whether one of them renders charts. */
  readonly hasCharts: boolean;
}

/**
 * Follows a kustomization's references to folders.
 * @param top The kustomization of the folder as it will be built.
 * @throws RenderError for references to other places: remote ones, outside of the repository, and files outside of the
 * folder, all at once.
 */
export async function kustomizeFolders(
  tree: FileTree,
  folder: string,
  top: KustomizationFile,
): Promise<KustomizeFolders> {
  const folders = new Set<string>();
  const problems: Problem[] = [];
  let hasCharts = false;
  const visit = async (here: string, file: KustomizationFile | undefined): Promise<void> => {
    folders.add(here);
    if (file === undefined) return;
    hasCharts ||= CHART_LISTS.some((field) => listOf(file.content[field]).length > 0);
    for (const reference of references(file.content)) {
      const found = await resolvePath(tree, here, reference);
      const fault = faultOf(found, reference, here);
      if (fault !== undefined) problems.push({ path: file.path, ...fault });
      else if (found.kind === "folder" && !folders.has(found.path)) {
        await visit(found.path, await readKustomization(tree, found.path));
      }
    }
  };
  await visit(folder, top);
  if (problems.length > 0) throw new RenderError(problems);
  return { folders: [...folders], hasCharts };
}

function references(kustomization: JsonObject): readonly string[] {
  const charts = kustomization["helmGlobals"];
  const chartHome = isJsonObject(charts) ? charts["chartHome"] : undefined;
  return [...FOLDER_LISTS.flatMap((field) => listOf(kustomization[field])), chartHome].filter(
    // Generators and transformers may stand in the list as YAML text.
    (entry): entry is string => typeof entry === "string" && entry !== "" && !entry.includes("\n"),
  );
}

function faultOf(
  found: Awaited<ReturnType<typeof resolvePath>>,
  reference: string,
  folder: string,
): Omit<Problem, "path"> | undefined {
  if (reference.startsWith("/")) return { reason: `${reference} is outside of the repository` };
  switch (found.kind) {
    case "outside":
      return { reason: `${reference} leads out of the repository` };
    case "loop":
      return { reason: `${reference}: too many links` };
    case "missing":
      if (!isRemote(reference)) return undefined;
      return {
        // The address may hold a password.
        reason: "resources at remote addresses are not supported yet",
        fix: "copy them into the repository",
      };
    case "file":
      if (folder === "" || found.path.startsWith(`${folder}/`)) return undefined;
      return {
        reason: `${reference} is a file outside of the kustomization's folder`,
        fix: "give its folder a kustomization, and refer to the folder",
      };
    case "folder":
    case "other":
      return undefined;
  }
}

/** The addresses that Kustomize fetches: with a scheme, of git over ssh, with a query, or beginning with a host. */
function isRemote(reference: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*::?\/\//i.test(reference) ||
    /^[\w.-]+@[\w.-]+:/.test(reference) ||
    reference.includes("?ref=") ||
    /^(github|gitlab|bitbucket)\.[a-z]+[/:]/.test(reference)
  );
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}
