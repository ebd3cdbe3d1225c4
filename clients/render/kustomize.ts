import type { TemplateTool } from "../../model/workspace/render/template-tool.js";
import type { LocalTool, ToolSettings } from "./local-tool.js";
import { withPrivateCopy } from "./private-copy.js";
import { renderTwice } from "./render-twice.js";

/** Kustomizations by the real `kustomize`, and by the real `helm` where they contain charts. */
export function kustomizeTool(kustomize: LocalTool, helm: LocalTool, { signal }: ToolSettings): TemplateTool {
  return {
    name: "kustomize",
    version: async ({ usesHelm }) => {
      const own = (await kustomize.binary()).version;
      return usesHelm ? `${own} helm ${(await helm.binary()).version}` : own;
    },
    render: (job) =>
      withPrivateCopy(job, async (copy) => {
        const args = job.usesHelm ? [...job.args, `--helm-command=${(await helm.binary()).path}`] : job.args;
        return renderTwice("kustomize", job, copy, signal, () => kustomize.run(args, job, copy));
      }),
  };
}
