import { canonicalJson } from "../../../shared/json.js";
import { joinPath } from "../file-tree.js";
import type { JobContext } from "../job-context.js";
import { mayReadTheClock } from "../reads-clock.js";
import { refusal } from "../render-error.js";
import { resolvePath } from "../resolve-path.js";
import { snapshotOf } from "../snapshot.js";
import type { HelmSettings } from "../source.js";
import { PRIVATE_FOLDER, type TemplateJob } from "../template-tool.js";
import { templateVersions, type TemplateVersions } from "../template-versions.js";
import { chartFolders } from "./chart-folders.js";
import { helmValues } from "./helm-values.js";

const VALUES_FILE = "values.json";

/**
 * The rendering of a chart: what `helm template` gets.
 * @throws RenderError when the chart, a value file or a local dependency is not there.
 */
export async function helmJob(settings: HelmSettings, context: JobContext): Promise<TemplateJob> {
  const { tree, folder } = context;
  const chart = await resolvePath(tree, folder, "Chart.yaml");
  if (chart.kind !== "file") {
    throw refusal(joinPath(folder, "Chart.yaml"), "is not in the repository", "check the source's path");
  }
  const { folders, repositories } = await chartFolders(tree, folder);
  const files = await snapshotOf(tree, folders);
  const { values, largeNumbers } = await helmValues(settings, context);
  const versions = await templateVersions(settings, "helm", context.askCluster);
  return {
    folder,
    files,
    privateFiles: new Map([[VALUES_FILE, canonicalJson(values)]]),
    args: helmArguments(settings, context, versions, largeNumbers),
    readsClock: mayReadTheClock(files),
    usesHelm: false,
    warnings: versions.warnings,
    chartRepositories: repositories,
  };
}

function helmArguments(
  settings: HelmSettings,
  context: JobContext,
  { kubeVersion, apiVersions }: TemplateVersions,
  largeNumbers: readonly string[],
): readonly string[] {
  const namespace = settings.namespace ?? context.namespace;
  return [
    "template",
    settings.releaseName ?? context.name,
    `./${context.folder}`,
    `--values=${PRIVATE_FOLDER}/${VALUES_FILE}`,
    ...(namespace === "" ? [] : [`--namespace=${namespace}`]),
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
    ...largeNumbers.map((number) => `--set=${number}`),
    ...(settings.skipCrds === true ? [] : ["--include-crds"]),
    ...(settings.skipTests === true ? ["--skip-tests"] : []),
    ...(settings.skipSchemaValidation === true ? ["--skip-schema-validation"] : []),
  ];
}
