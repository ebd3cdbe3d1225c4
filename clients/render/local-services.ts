import os from "node:os";
import path from "node:path";
import type { RenderServices } from "../../model/workspace/render/render.js";
import { userCache } from "../user-cache.js";
import { diskCache } from "./disk-cache.js";
import { helmTool } from "./helm.js";
import { kustomizeTool } from "./kustomize.js";
import { limited } from "./limit.js";
import { LocalTool, TOOL_ROWS, type ToolSettings } from "./local-tool.js";

/** How this machine renders. */
export interface LocalRenderOptions {
  /** Folder for renderings that are kept. Default `${XDG_CACHE_HOME:-~/.cache}/groundplan/renderings`. */
  readonly cacheFolder?: string;
  /** One run of a tool is ended after so many milliseconds. Default 90 s. */
  readonly timeoutMs?: number;
  /** Tools at a time, over all workspaces. Default: as many as there are processors, at most 8. */
  readonly parallel?: number;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal;
  /** Variables by which tools are found. Default those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_TIMEOUT_MS = 90_000;
const MOST_PARALLEL = 8;

/**
 * Helm and Kustomize as they are installed here: `GROUNDPLAN_HELM` and `GROUNDPLAN_KUSTOMIZE`, else PATH. Nothing is
 * looked for before it is needed.
 */
export function localRenderServices(options: LocalRenderOptions = {}): RenderServices {
  const { env = process.env, timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
  const parallel = options.parallel ?? Math.min(MOST_PARALLEL, os.availableParallelism());
  const settings: ToolSettings = { env, timeoutMs, signal, limit: limited(parallel) };
  const helm = new LocalTool(TOOL_ROWS.helm, settings);
  const kustomize = new LocalTool(TOOL_ROWS.kustomize, settings);
  return {
    helm: helmTool(helm, settings),
    kustomize: kustomizeTool(kustomize, helm, settings),
    cache: diskCache(options.cacheFolder ?? path.join(userCache(env), "renderings")),
  };
}
