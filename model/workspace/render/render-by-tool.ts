import { differences } from "./determinism.js";
import { contentHash } from "./content-hash.js";
import { keptManifests } from "./kept-manifests.js";
import { readPrintedManifests, type ManifestFile } from "./manifest-file.js";
import type { RenderCache } from "./render-cache.js";
import { RenderError } from "./render-error.js";
import type { TemplateJob, TemplateTool } from "./template-tool.js";

/**
 * Runs a tool, or takes the objects that the same job gave before.
 * @throws RenderError with the tool's message, or naming the fields that differ between two runs.
 */
export async function renderByTool(
  job: TemplateJob,
  tool: TemplateTool,
  cache: RenderCache,
): Promise<ManifestFile> {
  const madeFrom = {
    tool: tool.name,
    version: await tool.version(job),
    args: job.args,
    files: Object.fromEntries([...job.files].map(([path, content]) => [path, contentHash(content)])),
    privateFiles: Object.fromEntries(job.privateFiles),
  };
  const read = await keptManifests(cache, madeFrom, () => renderAnew(job, tool));
  return { ...read, warnings: [...job.warnings, ...read.warnings] };
}

async function renderAnew(job: TemplateJob, tool: TemplateTool): Promise<ManifestFile> {
  const outcome = await tool.render(job);
  if (!outcome.ok) throw new RenderError([outcome.problem]);
  const where = job.folder === "" ? "." : job.folder;
  const [first, second] = outcome.printed;
  const read = readPrintedManifests(first, where);
  if (first === second) return read;
  const problems = differences(read.manifests, readPrintedManifests(second, where).manifests);
  if (problems.length > 0) throw new RenderError(problems);
  return read;
}
