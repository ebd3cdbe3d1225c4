import { joinPath } from "../file-tree.js";
import type { JobContext } from "../job-context.js";
import { mayReadTheClock } from "../reads-clock.js";
import { RenderError, refusal } from "../render-error.js";
import { resolvePath } from "../resolve-path.js";
import { snapshotOf } from "../snapshot.js";
import type { KustomizeSettings } from "../source.js";
import type { TemplateJob } from "../template-tool.js";
import { templateVersions, type TemplateVersions } from "../template-versions.js";
import { isEmptySetting } from "../unsupported.js";
import { printYaml } from "../yaml/kubernetes-yaml.js";
import { editKustomization } from "./edit-kustomization.js";
import { readKustomization } from "./kustomization-file.js";
import { kustomizeFolders } from "./kustomize-folders.js";

/**
 * The rendering of a kustomization: what `kustomize build` gets.
 * @throws RenderError when there is none, and when the settings do not fit it.
 */
export async function kustomizeJob(settings: KustomizeSettings, context: JobContext): Promise<TemplateJob> {
  const { tree, folder, environment } = context;
  const written = await readKustomization(tree, folder);
  if (written === undefined) {
    const path = joinPath(folder, "kustomization.yaml");
    throw refusal(path, "is not in the repository", "check the source's path");
  }
  const components = await wantedComponents(settings, context);
  const content = editKustomization(written.content, settings, components, environment);
  const { folders, hasCharts } = await kustomizeFolders(tree, folder, { path: written.path, content });
  const files = new Map(await snapshotOf(tree, folders));
  if (!isEmptySetting(settings)) files.set(written.path, new TextEncoder().encode(printYaml(content)));
  const versions = hasCharts ? await templateVersions(settings, "kustomize", context.askCluster) : undefined;
  return {
    folder,
    files,
    privateFiles: new Map(),
    args: ["build", `./${folder}`, ...(versions === undefined ? [] : chartArguments(versions))],
    readsClock: hasCharts && mayReadTheClock(files),
    usesHelm: hasCharts,
    warnings: versions?.warnings ?? [],
    chartRepositories: [],
  };
}

async function wantedComponents(
  { components = [], ignoreMissingComponents }: KustomizeSettings,
  { tree, folder }: JobContext,
): Promise<readonly string[]> {
  const found = await Promise.all(
    components.map(async (path) => ({
      path,
      there: (await resolvePath(tree, folder, path)).kind === "folder",
    })),
  );
  const missing = found.filter(({ there }) => !there);
  if (missing.length > 0 && ignoreMissingComponents !== true) {
    throw new RenderError(
      missing.map(({ path }) => ({
        path: joinPath(folder, path),
        reason: "the component is no folder in the repository",
        fix: "add it, or set kustomize.ignoreMissingComponents",
      })),
    );
  }
  return found.flatMap(({ path, there }) => (there ? [path] : []));
}

function chartArguments({ kubeVersion, apiVersions }: TemplateVersions): readonly string[] {
  return [
    "--enable-helm",
    ...(kubeVersion === undefined ? [] : [`--helm-kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--helm-api-versions=${version}`),
  ];
}
