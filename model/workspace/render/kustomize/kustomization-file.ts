import type { JsonObject } from "../../../shared/json.js";
import { joinPath, type FileTree } from "../file-tree.js";
import { isJsonObject } from "../json-shape.js";
import { refusal } from "../render-error.js";
import { resolvePath } from "../resolve-path.js";
import { KUSTOMIZATION_NAMES } from "../source-type.js";
import { decodeText } from "../yaml/decode.js";
import { parseYaml } from "../yaml/kubernetes-yaml.js";

/** The kustomization of a folder. */
export interface KustomizationFile {
  readonly path: string;
  readonly content: JsonObject;
}

/**
 * Reads the kustomization of a folder; undefined when it has none.
 * @throws RenderError when the file is no object, or the folder has several.
 */
export async function readKustomization(
  tree: FileTree,
  folder: string,
): Promise<KustomizationFile | undefined> {
  const found = await Promise.all(
    KUSTOMIZATION_NAMES.map(async (name) => ({ name, file: await resolvePath(tree, folder, name) })),
  );
  const files = found.flatMap(({ name, file }) =>
    file.kind === "file" ? [{ path: joinPath(folder, name), real: file.path }] : [],
  );
  const [file, other] = files;
  if (file === undefined) return undefined;
  if (other !== undefined) throw refusal(other.path, `${file.path} is there, too`, "keep one of the two");
  const text = decodeText(await tree.read(file.real));
  if (text === undefined) throw refusal(file.path, "is no UTF-8 text");
  const [document, ...more] = parseYaml(text);
  if (document?.fault !== undefined) throw refusal(file.path, `is no YAML: ${document.fault}`);
  if (more.length > 0) throw refusal(file.path, "holds more than one document");
  const content = document?.value ?? {};
  if (!isJsonObject(content)) throw refusal(file.path, "is no object");
  return { path: file.path, content };
}
