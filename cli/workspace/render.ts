import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { diskTree } from "../../clients/render/disk-tree.js";
import { localRenderServices } from "../../clients/render/local-services.js";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import { normaliseTargets } from "../../model/workspace/compare/normalise-target.js";
import { inApplyOrder } from "../../model/workspace/render/apply-order.js";
import { knownScope } from "../../model/workspace/render/known-scope.js";
import { readSource } from "../../model/workspace/render/read-source.js";
import { RenderError } from "../../model/workspace/render/render-error.js";
import { renderSource } from "../../model/workspace/render/render.js";
import type { Source } from "../../model/workspace/render/source.js";
import { parseYaml, printYaml } from "../../model/workspace/render/yaml/kubernetes-yaml.js";
import { printProblems } from "../output.js";

interface RenderOptions {
  readonly path: string;
  readonly name?: string;
  readonly namespace: string;
  readonly source?: string;
}

/** `groundplan workspace render …`. */
export function renderCommand(): Command {
  return new Command("render")
    .summary("the objects of a folder")
    .description(
      "Prints the objects that a workspace gets from a folder, as YAML documents in the order in which they are " +
        "applied: plain manifests, a Helm chart or a kustomization. Needs no cluster; charts and kustomizations need " +
        "helm and kustomize on PATH, or named by GROUNDPLAN_HELM and GROUNDPLAN_KUSTOMIZE.",
    )
    .requiredOption(
      "--path <folder>",
      "the folder, best inside a git checkout: files beyond it are its repository's",
    )
    .option("--name <name>", "name of the workspace; default: the folder's")
    .option("--namespace <namespace>", "namespace of objects that name none", "")
    .option("--source <file>", "settings of the source (directory, helm, kustomize …) as YAML or JSON")
    .action(render);
}

async function render(options: RenderOptions): Promise<void> {
  const folder = existingFolder(options.path);
  const top = repositoryOf(folder);
  const source = options.source === undefined ? {} : sourceIn(options.source);
  if (source === undefined) return;
  try {
    const rendering = await renderSource(
      {
        name: options.name ?? path.basename(folder),
        namespace: options.namespace,
        tree: diskTree(top),
        source: { ...source, path: path.relative(top, folder).split(path.sep).join("/") },
      },
      localRenderServices(),
    );
    const targets = normaliseTargets(rendering.objects, {
      destinationNamespace: options.namespace,
      isNamespaced: knownScope(rendering.objects),
    });
    printProblems([...rendering.warnings, ...targets.warnings]);
    for (const object of inApplyOrder(targets.objects)) process.stdout.write(`---\n${printYaml(object)}`);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    printProblems(error.problems);
  }
}

function existingFolder(given: string): string {
  try {
    return realpathSync(given);
  } catch (cause) {
    throw cannotRead(given, "Give the path of a folder", cause);
  }
}

/** The git checkout that a folder lies in; outside of one, the folder itself. */
function repositoryOf(folder: string): string {
  for (let here = folder; ; here = path.dirname(here)) {
    if (existsSync(path.join(here, ".git"))) return here;
    if (here === path.dirname(here)) return folder;
  }
}

/** Undefined when the file has faults, which are printed. */
function sourceIn(file: string): Source | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw cannotRead(file, "Give the path of a YAML or JSON file", cause);
  }
  const [document, ...more] = parseYaml(text);
  const fault = more.length > 0 ? "it holds more than one document" : document?.fault;
  if (fault !== undefined) throw new Failure({ what: `is no source: ${fault}`, where: file });
  const { source, problems } = readSource(document?.value ?? {}, "");
  printProblems(problems.map((problem) => ({ ...problem, path: `${file}: ${problem.path}` })));
  return source;
}

function cannotRead(where: string, next: string, cause: unknown): Failure {
  const code = isObject(cause) && typeof cause["code"] === "string" ? cause["code"] : "unknown reason";
  return new Failure({ what: `cannot be read (${code})`, where, next, cause });
}
