import type { TemplateJob, TemplateTool } from "../../model/workspace/render/template-tool.js";
import type { LocalTool, ToolSettings } from "./local-tool.js";
import { withPrivateCopy, type PrivateCopy } from "./private-copy.js";
import { renderTwice } from "./render-twice.js";
import type { ToolEnd } from "./run-tool.js";

/** What Helm says of a chart whose dependencies are not in `charts/`. */
const LACKS_DEPENDENCIES = /missing in charts\/ directory|dependencies.*out of sync/;

/** Charts by the real `helm`. Dependencies that are not vendored are fetched once for a rendering. */
export function helmTool(helm: LocalTool, { signal }: ToolSettings): TemplateTool {
  return {
    name: "helm",
    version: async () => (await helm.binary()).version,
    render: (job) =>
      withPrivateCopy(job, (copy) => {
        const template = (): Promise<ToolEnd> => helm.run(job.args, job, copy);
        let isComplete = false;
        return renderTwice("helm", job, copy, signal, async () => {
          const end = await template();
          if (end.code === 0 || isComplete || !LACKS_DEPENDENCIES.test(end.stderr)) return end;
          isComplete = true;
          const built = await fetchDependencies(helm, job, copy);
          return built.code === 0 ? template() : built;
        });
      }),
  };
}

async function fetchDependencies(helm: LocalTool, job: TemplateJob, copy: PrivateCopy): Promise<ToolEnd> {
  for (const [index, address] of job.chartRepositories.entries()) {
    const added = await helm.run(["repo", "add", `repository-${index}`, address], job, copy);
    if (added.code !== 0) return added;
  }
  return helm.run(["dependency", "build", `./${job.folder}`], job, copy);
}
