import type { FileTree } from "../file-tree.js";
import { isJsonArray, isJsonObject } from "../json-shape.js";
import { refusal } from "../render-error.js";
import { resolvePath } from "../resolve-path.js";
import { requireFolder } from "../snapshot.js";
import { readValues } from "./value-files.js";

const LOCAL = "file://";

/** What a chart is made of. */
export interface ChartFolders {
  /** Its folder, and those of the charts in the same repository that it depends on, directly or not. */
  readonly folders: readonly string[];
  /** Addresses of the chart repositories that dependencies come from. */
  readonly repositories: readonly string[];
}

/**
 * Follows the dependencies of a chart.
 * @throws RenderError for a local one (`file://…`) that is missing or lies outside of the repository.
 */
export async function chartFolders(tree: FileTree, folder: string): Promise<ChartFolders> {
  const folders = new Set<string>();
  const repositories = new Set<string>();
  const visit = async (chart: string): Promise<void> => {
    folders.add(chart);
    for (const { address, file } of await dependencies(tree, chart)) {
      if (/^https?:\/\//.test(address)) repositories.add(address);
      if (!address.startsWith(LOCAL)) continue;
      const path = address.slice(LOCAL.length);
      if (path.startsWith("/")) {
        throw refusal(
          file,
          `the dependency ${address} is outside of the repository`,
          "write file://../chart",
        );
      }
      const other = await requireFolder(tree, chart, path);
      if (!folders.has(other)) await visit(other);
    }
  };
  await visit(folder);
  return { folders: [...folders], repositories: [...repositories] };
}

interface Dependency {
  /** Where it comes from. */
  readonly address: string;
  /** The file that names it. */
  readonly file: string;
}

/** The dependencies of Chart.yaml, and of charts from before Helm 3 those of requirements.yaml. */
async function dependencies(tree: FileTree, chart: string): Promise<readonly Dependency[]> {
  const found: Dependency[] = [];
  for (const name of ["Chart.yaml", "requirements.yaml"]) {
    const file = await resolvePath(tree, chart, name);
    if (file.kind !== "file") continue;
    const content = await readValues(tree, { path: file.path, real: file.path });
    const list = content["dependencies"];
    for (const dependency of isJsonArray(list) ? list : []) {
      const address = isJsonObject(dependency) ? dependency["repository"] : undefined;
      if (typeof address === "string") found.push({ address, file: file.path });
    }
  }
  return found;
}
