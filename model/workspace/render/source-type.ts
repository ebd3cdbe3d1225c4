import type { SourceType } from "../codes.js";
import { joinPath, type FileTree } from "./file-tree.js";
import { refusal } from "./render-error.js";
import { sorted } from "./resolve-path.js";
import type { Source } from "./source.js";
import { isEmptySetting } from "./unsupported.js";

/** The types that are rendered today. */
export type RenderedType = Exclude<SourceType, "Plugin">;

/** The settings of a source that say its type, and the types. */
const SETTINGS = [
  ["helm", "Helm"],
  ["kustomize", "Kustomize"],
  ["directory", "Directory"],
] as const satisfies readonly (readonly [keyof Source, RenderedType])[];

/** The names by which Kustomize knows its file. */
export const KUSTOMIZATION_NAMES: readonly string[] = [
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
];

/** The type that the source's settings ask for; undefined when the files decide. Settings that say nothing do not count. */
export function statedType(source: Source): RenderedType | undefined {
  const stated = SETTINGS.filter(([field]) => !isEmptySetting(source[field]));
  if (stated.length > 1) {
    throw refusal(
      source.path ?? "",
      `the source has settings for several types: ${stated.map(([field]) => field).join(", ")}`,
      "keep those of one type",
    );
  }
  return stated[0]?.[1];
}

/** The type of a folder by the files in it. */
export function discoveredType(names: readonly string[]): RenderedType {
  if (names.includes("Chart.yaml")) return "Helm";
  return KUSTOMIZATION_NAMES.some((name) => names.includes(name)) ? "Kustomize" : "Directory";
}

/** Every folder of a repository that a chart or a kustomization lies in, with its type; plain folders are not told. */
export async function discoverFolders(tree: FileTree): Promise<ReadonlyMap<string, RenderedType>> {
  const found = new Map<string, RenderedType>();
  const visit = async (folder: string): Promise<void> => {
    const entries = sorted(await tree.entries(folder));
    const type = discoveredType(entries.filter(({ kind }) => kind !== "folder").map(({ name }) => name));
    if (type !== "Directory") found.set(folder === "" ? "." : folder, type);
    for (const { kind, name } of entries) {
      if (kind === "folder" && name !== ".git") await visit(joinPath(folder, name));
    }
  };
  await visit("");
  return found;
}
