import type { Report } from "../report.js";
import { tool } from "../toolbox/index.js";

/** Programs that render workspaces. */
export const RENDERERS = ["helm", "kustomize"] as const;
export type Renderer = (typeof RENDERERS)[number];

/**
 * Variables that tell the program where its renderers are (`GROUNDPLAN_HELM`, `GROUNDPLAN_KUSTOMIZE`). A renderer is
 * found or built only for a stack that names it; one that the user has named already is theirs to choose.
 */
export async function rendererEnvironment(
  renderers: readonly Renderer[],
  outer: Readonly<Record<string, string | undefined>>,
  report: Report,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const renderer of renderers) {
    const variable = `GROUNDPLAN_${renderer.toUpperCase()}`;
    if (outer[variable] === undefined) found[variable] = await tool(renderer, report);
  }
  return found;
}
